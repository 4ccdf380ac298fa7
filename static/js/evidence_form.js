// The event form with a script: drawer, live hints, files by drop with progress, text kept on the server.
(() => {
  const words = document.currentScript.dataset;
  const KEEP_AFTER = 1500;

  const arm = (room) => {
    const form = room.querySelector("[data-event-form]");
    if (!form) return;
    armRate(form);
    armTags(form);
    armFiles(form);
    armKeeping(form);
    const kind = room.querySelector("[data-kind]");
    if (kind) {
      kind.addEventListener("change", () => {
        const address = new URL(kind.form.action, location.href);
        new FormData(kind.form).forEach((value, name) => address.searchParams.set(name, value));
        if (room.closest("dialog")) openDrawer(address.href);
        else location.assign(address.href);
      });
    }
  };

  const whole = (form, name) => {
    const box = form.querySelector(`[name="${name}"]`);
    return box && box.value !== "" ? Number(box.value) : null;
  };

  const armRate = (form) => {
    const out = form.querySelector("[data-rate]");
    if (!out) return;
    const show = () => {
      const due = whole(form, "due");
      const present = whole(form, "present");
      let excused = 0;
      form.querySelectorAll("[name^=excused_]").forEach((box) => { excused += Number(box.value || 0); });
      const base = due - excused;
      out.hidden = due === null || present === null || base <= 0;
      out.querySelector("b").textContent = `${present} / ${base} = ${Math.floor((present * 100) / base + 0.5)}%`;
      out.classList.toggle("is-wrong", present > base);
    };
    form.addEventListener("input", show);
    show();
  };

  const armTags = (form) => {
    const holder = form.querySelector("[data-tags]");
    if (!holder) return;
    const most = Number(holder.dataset.tags);
    const hint = holder.querySelector("[data-tag-hint]");
    const usual = hint.textContent;
    const boxes = [...holder.querySelectorAll("input[type=checkbox]")].filter((box) => !box.disabled);
    const show = () => {
      const full = boxes.filter((box) => box.checked).length >= most;
      boxes.forEach((box) => { box.disabled = full && !box.checked; });
      hint.textContent = full ? hint.dataset.full : usual;
    };
    boxes.forEach((box) => box.addEventListener("change", show));
    show();
  };

  const armFiles = (form) => {
    const drop = form.querySelector("[data-drop]");
    const input = form.querySelector("input[type=file]");
    const chosen = form.querySelector("[data-chosen]");
    const list = () => {
      chosen.replaceChildren(...[...input.files].map((file) => {
        const row = document.createElement("div");
        row.className = "file-row";
        if (/^image\//.test(file.type)) {
          const reader = new FileReader();
          reader.addEventListener("load", () => {
            const picture = document.createElement("img");
            picture.src = reader.result;
            picture.alt = "";
            row.prepend(picture);
          });
          reader.readAsDataURL(file);
        }
        const name = document.createElement("span");
        name.textContent = file.name;
        const size = document.createElement("small");
        size.textContent = `${(file.size / 1048576).toFixed(1)} MB`;
        row.append(name, size);
        row.classList.toggle("is-wrong", file.size > Number(drop.dataset.mb) * 1048576);
        return row;
      }));
    };
    input.addEventListener("change", list);
    ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    }));
    ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("is-over")));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      const all = new DataTransfer();
      [...input.files, ...event.dataTransfer.files].slice(0, Number(drop.dataset.most)).forEach((file) => all.items.add(file));
      input.files = all.files;
      list();
    });
    form.addEventListener("submit", (event) => {
      if (input.files.length) sendWithProgress(event, form);
    });
  };

  // Uploads show how far they are; the answer takes the place of the page, as a plain submit would.
  const sendWithProgress = (event, form) => {
    event.preventDefault();
    const bar = form.querySelector("[data-progress]");
    const data = new FormData(form);
    if (event.submitter && event.submitter.name) data.append(event.submitter.name, event.submitter.value);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    bar.hidden = false;
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total;
    });
    request.addEventListener("load", () => {
      form.dataset.sent = "yes";
      if (request.status < 400) {
        const target = new URL(request.responseURL);
        if (target.pathname === location.pathname && !target.search) location.reload();
        else location.assign(target.href);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const fresh = page.getElementById("event-form") || page.querySelector("main");
      const room = form.closest("#event-form");
      room.replaceChildren(...fresh.childNodes);
      arm(room);
      room.scrollIntoView();
    });
    request.addEventListener("error", () => {
      bar.hidden = true;
      const kept = form.querySelector("[data-kept]");
      kept.textContent = words.offline || "";
      kept.classList.add("is-wrong");
    });
    request.send(data);
  };

  const armKeeping = (form) => {
    const out = form.querySelector("[data-kept]");
    let timer;
    const keep = async () => {
      const data = new FormData(form);
      data.delete("files");
      data.append("_place", form.dataset.place);
      try {
        const answer = await fetch(form.dataset.keep, { method: "POST", body: data });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        out.textContent = `✓ ${words.keptAt || ""} ${(await answer.json()).at}`;
        out.classList.remove("is-wrong");
      } catch {
        out.textContent = words.offline || "";
        out.classList.add("is-wrong");
        timer = setTimeout(keep, 5000);
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(timer);
      timer = setTimeout(keep, KEEP_AFTER);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  };

  const openDrawer = async (address) => {
    const drawer = document.getElementById("drawer");
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) {
      location.assign(address);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const room = page.getElementById("event-form");
    if (!room) {
      location.assign(address);
      return;
    }
    const head = document.createElement("div");
    head.className = "drawer-head";
    const title = document.createElement("h2");
    title.textContent = page.querySelector("h1").textContent;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "plain-button";
    close.textContent = "✕";
    close.setAttribute("aria-label", drawer.dataset.close || "✕");
    close.addEventListener("click", () => drawer.close());
    head.append(title, close);
    drawer.replaceChildren(head, document.adoptNode(room));
    drawer.querySelectorAll("[data-close]").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      drawer.close();
    }));
    arm(room);
    if (!drawer.open) drawer.showModal();
    const hash = new URL(address, location.href).hash;
    const target = (hash && room.querySelector(hash)) || room.querySelector(".is-wrong input, input[name=title], .field input");
    if (target) target.focus();
  };

  const start = () => {
    const drawer = document.getElementById("drawer");
    const room = document.getElementById("event-form");
    if (room) arm(room);
    if (!drawer) return;
    document.querySelectorAll("[data-drawer]").forEach((link) => link.addEventListener("click", (event) => {
      if (event.metaKey || event.shiftKey || event.ctrlKey && event.isTrusted && event.type === "click" && event.detail) return;
      event.preventDefault();
      openDrawer(link.href);
    }));
    drawer.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || !form.matches("[data-event-form]")) return;
      event.preventDefault();
      submitInDrawer(form, event.submitter);
    });
  };

  // A form with errors comes back into the drawer; a saved one brings the page back to its row.
  const submitInDrawer = async (form, submitter) => {
    const data = new FormData(form);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data });
    } catch {
      const kept = form.querySelector("[data-kept]");
      kept.textContent = words.offline || "";
      kept.classList.add("is-wrong");
      return;
    }
    if (answer.redirected) {
      const target = new URL(answer.url);
      if (target.pathname.includes("/event/new/")) openDrawer(target.href);
      else if (target.pathname === location.pathname) location.reload();
      else location.assign(target.href);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("event-form");
    if (!fresh) {
      document.documentElement.replaceWith(document.adoptNode(page.documentElement));
      return;
    }
    const room = form.closest("#event-form");
    room.replaceChildren(...fresh.childNodes);
    arm(room);
    const wrong = room.querySelector("[role=alert], .is-wrong input");
    if (wrong) (wrong.matches("input") ? wrong : room).scrollIntoView({ block: "center" });
  };

  document.addEventListener("DOMContentLoaded", start);
})();
