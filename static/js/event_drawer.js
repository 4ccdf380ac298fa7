// The drawer beside the month form: one event is recorded or changed while the month stays in sight.
document.addEventListener("DOMContentLoaded", () => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  const room = drawer.closest(".month-room");
  const wide = window.matchMedia("(min-width: 1200px)");
  let opener;

  const leave = () => {
    const form = drawer.querySelector("[data-event-form]");
    if (form) form.dispatchEvent(new Event("wusetu:leave"));
  };
  const shut = () => { if (drawer.open) drawer.close(); };
  drawer.addEventListener("close", () => {
    leave();
    room.classList.remove("has-drawer");
    drawer.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.open && !document.querySelector("dialog.lightbox")) shut();
  });

  const head = (title) => {
    const line = document.createElement("div");
    line.className = "drawer-head";
    const words = document.createElement("h2");
    words.textContent = title;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "plain-button";
    close.textContent = "✕";
    close.setAttribute("aria-label", drawer.dataset.closeWords);
    close.addEventListener("click", shut);
    line.append(words, close);
    return line;
  };
  const show = (page, address) => {
    const form = page.getElementById("event-form");
    if (!form) {
      location.assign(address);
      return;
    }
    leave();
    const title = page.querySelector("h1").textContent;
    drawer.replaceChildren(head(title), document.adoptNode(form));
    drawer.setAttribute("aria-label", title);
    drawer.querySelectorAll("[data-close]").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      shut();
    }));
    if (!drawer.open) {
      room.classList.add("has-drawer");
      if (wide.matches) drawer.show();
      else drawer.showModal();
    }
    eventForm.arm(form);
    drawer.scrollTop = 0;
    const hash = new URL(address, location.href).hash;
    const empty = [...form.querySelectorAll(".fields input:not([type=checkbox])")].find((box) => !box.disabled && !box.value);
    const target = (hash && form.querySelector(hash)) || form.querySelector(".is-wrong input") || empty || form.querySelector(".fields input");
    if (target) target.focus();
  };
  const open = async (address) => {
    let answer;
    try {
      answer = await fetch(address);
    } catch {
      location.assign(address);
      return;
    }
    if (!answer.ok || answer.redirected) location.assign(address);
    else show(new DOMParser().parseFromString(await answer.text(), "text/html"), address);
  };

  document.addEventListener("wusetu:open", (event) => {
    event.preventDefault();
    open(event.detail);
  });
  document.querySelectorAll("[data-drawer]").forEach((link) => link.addEventListener("click", (event) => {
    if (event.metaKey || event.shiftKey || (event.ctrlKey && event.isTrusted && event.detail)) return;
    event.preventDefault();
    opener = link;
    open(link.href);
  }));

  // A saved form brings the page back to its row; one with errors stays where it was typed.
  const send = async (form, submitter, sent) => {
    const data = new FormData(form);
    if (submitter && submitter.name) data.set(submitter.name, submitter.value);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data });
    } catch {
      eventForm.say(form, eventForm.words.offline);
      return;
    }
    if (answer.redirected) eventForm.follow(answer.url, form);
    else sent(await answer.text());
  };
  drawer.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-event-form]")) return;
    event.preventDefault();
    send(form, event.submitter, (text) => eventForm.settle(form, text));
  });
  document.querySelectorAll("[data-mend] input[type=file]").forEach((input) => input.addEventListener("change", () => {
    const names = input.closest("label").querySelector("[data-names]");
    if (input.files.length) names.textContent = [...input.files].map((file) => file.name).join(", ");
  }));
  document.querySelectorAll("[data-mend]").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, event.submitter, (text) => show(new DOMParser().parseFromString(text, "text/html"), form.action));
  }));
});
