// The event form with a script: live sums and hints, text kept on the server while it is typed.
// It works on the form's own page and in the drawer; whoever shows a form calls `eventForm.arm(room)`.
const eventForm = (() => {
  const words = document.currentScript.dataset;
  const KEEP_AFTER = 1500;

  const whole = (form, name) => {
    const box = form.querySelector(`[name="${name}"]`);
    return box && box.value.trim() !== "" ? Number(box.value) : null;
  };

  // Due = present + excused + absent without a reason. The sum is said at once and mended by one click;
  // nobody is written down as present unless somebody says so.
  const armSums = (form) => {
    const out = form.querySelector("[data-rate]");
    const present = form.querySelector("[name=present]");
    if (!out || !present) return;
    const part = (name) => out.querySelector(`[data-${name}]`);
    const excused = () => [...form.querySelectorAll("[name^=excused_]")].reduce((sum, box) => sum + Number(box.value || 0), 0);
    const show = () => {
      const due = whole(form, "due");
      const here = whole(form, "present");
      out.hidden = due === null;
      if (out.hidden) return;
      const base = due - excused();
      const absent = base - (here || 0);
      out.classList.toggle("is-wrong", absent < 0);
      part("given").hidden = here === null || absent < 0;
      part("over").hidden = absent >= 0;
      part("share").textContent = base > 0 ? `${here} / ${base} = ${Math.floor((here * 100) / base + 0.5)}%` : "—";
      part("absent").textContent = absent;
      part("too-many").textContent = -absent;
      part("fit").hidden = present.disabled || base < 0 || here === base;
      part("base").textContent = Math.max(0, base);
    };
    part("fit").addEventListener("click", () => {
      present.value = Math.max(0, whole(form, "due") - excused());
      present.dispatchEvent(new Event("input", { bubbles: true }));
      present.focus();
    });
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

  const armKeeping = (form) => {
    const out = form.querySelector("[data-kept]");
    let timer;
    let waiting = false;
    const keep = async () => {
      clearTimeout(timer);
      waiting = false;
      const data = new FormData(form);
      data.delete("files");
      data.append("_place", form.dataset.place);
      try {
        const answer = await fetch(form.dataset.keep, { method: "POST", body: data, keepalive: true });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        out.textContent = `✓ ${words.keptAt || ""} ${(await answer.json()).at}`;
        out.classList.remove("is-wrong");
      } catch {
        out.textContent = words.offline || "";
        out.classList.add("is-wrong");
        waiting = true;
        timer = setTimeout(keep, 5000);
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(timer);
      waiting = true;
      timer = setTimeout(keep, KEEP_AFTER);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
    // A drawer that is shut, a page that is left: what was typed in the last second is kept too.
    const atOnce = () => { if (waiting) keep(); };
    form.addEventListener("wusetu:leave", atOnce);
    window.addEventListener("pagehide", atOnce);
  };

  const arm = (room) => {
    const form = room.querySelector("[data-event-form]");
    if (!form) return;
    armSums(form);
    armTags(form);
    armKeeping(form);
    room.dispatchEvent(new CustomEvent("wusetu:form", { bubbles: true, detail: form }));
    const kind = room.querySelector("[data-kind]");
    if (!kind) return;
    kind.addEventListener("change", () => {
      const address = new URL(kind.form.action, location.href);
      new FormData(kind.form).forEach((value, name) => address.searchParams.set(name, value));
      const other = new CustomEvent("wusetu:open", { bubbles: true, cancelable: true, detail: address.href });
      if (room.dispatchEvent(other)) location.assign(address.href); // no drawer took it
    });
  };

  // The answer to a form that was sent: a redirect is followed, errors take the form's place.
  const settle = (form, text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("event-form");
    const room = form.closest("#event-form");
    if (!fresh || !room) {
      const why = page.querySelector("[data-reason], h1"); // refused before it was read: what was typed stays
      say(form, `✕ ${why ? why.textContent.trim() : words.expired}`);
      return;
    }
    room.replaceChildren(...fresh.childNodes);
    arm(room);
    const wrong = room.querySelector("[role=alert], .is-wrong input");
    if (!wrong) return;
    wrong.scrollIntoView({ block: "center" });
    (wrong.matches("input") ? wrong : wrong.querySelector("input") || wrong).focus();
  };

  // The session is over: nothing is left, nothing is lost; one signs in beside it and saves again.
  const say = (form, text) => {
    const out = form.querySelector("[data-kept]") || document.getElementById("saved");
    out.textContent = text;
    out.classList.add("is-wrong");
    out.scrollIntoView({ block: "nearest" });
  };
  const isDoor = (address) => new URL(address, location.href).pathname === "/login/";

  const follow = (address, form) => {
    const target = new URL(address, location.href);
    if (isDoor(address)) {
      say(form, words.expired);
      return;
    }
    const open = new CustomEvent("wusetu:open", { bubbles: true, cancelable: true, detail: target.href });
    if (target.pathname.includes("/event/new/") && !document.dispatchEvent(open)) return;
    if (target.pathname === location.pathname && target.search === location.search) {
      history.replaceState(null, "", target.href);
      location.reload();
    } else location.assign(target.href);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const room = document.getElementById("event-form");
    if (room) arm(room);
  });
  return { arm, settle, follow, isDoor, say, words };
})();
