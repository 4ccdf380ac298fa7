// The month form with a script: figures save in place, rows by arrow keys, filter, drawer.
// Without it every row still works through its own links and buttons.
const words = document.currentScript.dataset;

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-month-form]");
  if (!form) return;
  const saved = document.getElementById("saved");
  const say = (text, wrong) => {
    saved.textContent = text;
    saved.classList.toggle("is-wrong", Boolean(wrong));
  };
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });

  // Figures: saved when the last of the pair is left; what could not be sent is sent again.
  const note = (figure, text, mood) => {
    let span = figure.querySelector(".figure-note");
    if (!span) {
      span = document.createElement("span");
      span.className = "figure-note";
      span.setAttribute("role", "status");
      figure.append(span);
    }
    span.textContent = text;
    figure.classList.toggle("is-wrong", mood === "wrong");
    figure.classList.toggle("is-saved", mood === "saved");
  };
  const send = async (figure) => {
    const data = new FormData(figure);
    data.delete("_key");
    note(figure, words.saving);
    let answer;
    try {
      answer = await fetch(figure.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    } catch {
      note(figure, words.unsaved, "wrong");
      say("▲ " + words.offline, true);
      window.addEventListener("online", () => send(figure), { once: true });
      return;
    }
    if (answer.redirected) {
      note(figure, words.unsaved, "wrong"); // the session is over; what was typed stays here
      say("✕ " + words.expired, true);
      return;
    }
    if (answer.ok) {
      const now = await answer.json();
      figure.querySelector("[name=_version]").value = now.version;
      figure.dataset.was = stamp(figure);
      note(figure, "✓ " + words.saved + " " + clock(), "saved");
      say("✓ " + words.saved + " " + clock());
      document.dispatchEvent(new Event("wusetu:saved"));
      settleRow(figure.closest(".line"), now);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const reason = page.querySelector("[data-reason]");
    note(figure, "✕ " + (reason ? reason.textContent.trim().replace(/^✕\s*/, "") : words.unsaved), "wrong");
    say("✕ " + words.unsaved, true);
  };
  // A row whose pairs are all saved wants nothing more: its mark, its section and the bar say so at once.
  const settleRow = (row, now) => {
    if (!row || [...row.querySelectorAll("[data-figure]")].some((one) => !one.querySelector("[name=_version]").value)) return;
    const mark = row.querySelector(".line-state");
    if (mark && now.tag) mark.replaceChildren(...new DOMParser().parseFromString(now.tag, "text/html").body.childNodes);
    if (!row.classList.contains("is-open") || row.querySelector(".add-link, .quick")) return;
    row.classList.remove("is-open");
    const fold = row.closest(".index-fold");
    const done = fold.querySelector("[data-done]");
    done.textContent = Number(done.textContent) + 1;
    fold.querySelector("progress").value = Number(done.textContent);
    document.querySelectorAll(`.left-over a[href="#${row.id}"]`).forEach((link) => link.remove());
  };
  const stamp = (figure) => [...figure.querySelectorAll("input.form-control")].map((box) => box.value).join("|");
  form.querySelectorAll("[data-figure]").forEach((figure) => {
    figure.dataset.was = stamp(figure);
    const boxes = [...figure.querySelectorAll("input.form-control")];
    const ready = () => boxes.every((box) => box.value.trim() !== "") && stamp(figure) !== figure.dataset.was;
    if (!("returned" in figure.dataset)) {
      figure.addEventListener("focusout", (event) => {
        if (!figure.contains(event.relatedTarget) && ready()) send(figure);
      });
    }
    figure.addEventListener("submit", (event) => {
      if ("returned" in figure.dataset) return;
      event.preventDefault();
      if (boxes.every((box) => box.value.trim() !== "")) send(figure);
    });
  });
  window.addEventListener("beforeunload", (event) => {
    const open = [...form.querySelectorAll("[data-figure]")].some((figure) => stamp(figure) !== figure.dataset.was);
    if (open) event.preventDefault();
  });

  // Which rows: a switch that needs no reload, and a filter by code or name.
  const find = document.getElementById("find");
  find.hidden = false;
  document.querySelector(".keys").hidden = false;
  const sift = () => {
    const asked = find.value.trim().toLowerCase();
    form.querySelectorAll(".index-fold").forEach((fold) => {
      let shown = 0;
      fold.querySelectorAll(".line").forEach((line) => {
        const fits = !asked || line.dataset.words.toLowerCase().includes(asked);
        line.classList.toggle("is-hidden", !fits);
        if (fits) shown += 1;
      });
      fold.classList.toggle("is-hidden", shown === 0);
      if (asked && shown) fold.open = true;
    });
    form.querySelector("[data-nothing-open]").hidden = !asked || Boolean(form.querySelector(".line:not(.is-hidden)"));
  };
  find.addEventListener("input", sift);
  document.querySelectorAll("[data-show]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const only = link.dataset.show === "open";
      form.classList.toggle("only-open", only);
      document.querySelectorAll("[data-show]").forEach((other) => {
        if (other === link) other.setAttribute("aria-current", "true");
        else other.removeAttribute("aria-current");
      });
      history.replaceState(null, "", link.href);
      remember();
    });
  });

  // How the form was left is remembered: the switch, and each section that was opened or shut by hand.
  const folds = [...form.querySelectorAll(".index-fold")];
  const byHand = new Map((document.cookie.match(/(?:^|; )month_form=([^;]*)/)?.[1] || "").split(".").slice(1)
    .filter(Boolean).map((text) => [text.slice(0, -1), text.slice(-1)]));
  const remember = () => {
    const sections = [...byHand].map(([code, open]) => code + open);
    const value = [form.classList.contains("only-open") ? "open" : "all", ...sections].join(".");
    document.cookie = `month_form=${value}; path=/evidence/; max-age=31536000; samesite=strict`;
  };
  folds.forEach((fold) => fold.querySelector("summary").addEventListener("click", () => {
    byHand.set(fold.dataset.section, fold.open ? "0" : "1");
    remember();
  }));
  const reveal = () => {
    const row = location.hash.startsWith("#row-") && document.getElementById(location.hash.slice(1));
    if (row && row.closest("details")) row.closest("details").open = true;
    if (row) row.scrollIntoView({ block: "nearest" });
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  // Keys: arrows walk the rows, Enter opens the first thing to do in one.
  const rows = () => [...form.querySelectorAll(".line")].filter((line) => line.offsetParent);
  document.addEventListener("keydown", (event) => {
    if (document.activeElement.closest("dialog") || document.querySelector("dialog:modal")) return;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "Enter" && event.ctrlKey) {
      const add = document.getElementById("add-event");
      if (add) {
        event.preventDefault();
        add.focus();
        add.click();
      }
      return;
    }
    const line = document.activeElement.closest(".line");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (!typing || line)) {
      const all = rows();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = all[line ? all.indexOf(line) + step : 0];
      if (next) {
        event.preventDefault();
        (next.querySelector("[data-figure] input.form-control") || next).focus();
      }
    }
    if (event.key === "Enter" && document.activeElement.classList.contains("line")) {
      const first = document.activeElement.querySelector(".quick button, .add-link, .event-link");
      if (first) {
        event.preventDefault();
        first.click();
      }
    }
  });
});
