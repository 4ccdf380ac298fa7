// Keys of the reviewer and the ten seconds of grace; each key presses what is on the page.
(() => {
  const toast = document.querySelector("[data-toast]");
  if (toast) {
    let left = Number(toast.dataset.toast);
    const shown = toast.querySelector("[data-seconds]");
    const timer = setInterval(() => {
      left -= 1;
      shown.textContent = String(Math.max(0, left));
      if (left <= 0) {
        clearInterval(timer);
        toast.remove();
      }
    }, 1000);
  }

  const current = document.querySelector(".record-list [aria-current]");
  if (current) current.scrollIntoView({ block: "nearest", inline: "nearest" });

  // A list of rows (the queue, one indicator across branches): one of them is "here".
  const rows = [...document.querySelectorAll("[data-row], [data-queue] tbody tr")];
  const focusable = (row) => row.querySelector("th a") || row;
  const here = () => rows.find((row) => row.contains(document.activeElement));
  if (document.querySelector("[data-across]") && rows.length) {
    (document.getElementById(location.hash.slice(1)) || rows[0]).focus({ preventScroll: !location.hash });
  }

  const step = (way) => {
    if (rows.length) {
      const at = rows.indexOf(here());
      const next = rows[at < 0 ? 0 : at + way];
      if (next) {
        focusable(next).focus();
        next.scrollIntoView({ block: "nearest" });
      }
      return;
    }
    const item = document.querySelector(".record-list li[aria-current]");
    const next = item && (way > 0 ? item.nextElementSibling : item.previousElementSibling);
    if (next) next.querySelector("a").click();
  };

  const find = (key) => {
    const row = here();
    return (row && row.querySelector(`[data-key="${key}"]`)) || document.querySelector(`[data-key="${key}"]`);
  };

  const press = (key) => {
    const item = find(key);
    if (!item) return;
    if (item.tagName !== "SUMMARY") {
      item.click();
      return;
    }
    const fold = item.parentElement;
    fold.open = true;
    const first = fold.querySelector("form input:not([type=hidden]), form textarea, form select");
    if (first) first.focus();
  };

  // C: a word to the branch; the return opens with the cursor in its text.
  const comment = () => {
    const fold = find("2");
    const text = fold && fold.parentElement.querySelector("textarea");
    if (!text) return;
    fold.parentElement.open = true;
    text.focus();
  };

  // Inside an open return a digit ticks the preset reason of that number.
  const preset = (key) => {
    const form = document.activeElement.closest("[data-return]");
    const box = form && form.querySelector(`[data-preset="${key}"]`);
    if (!box) return false;
    box.checked = !box.checked;
    box.focus();
    return true;
  };

  const tick = () => {
    const box = here() && here().querySelector("input[name=records]:not(:disabled)");
    if (box) box.checked = !box.checked;
  };

  const close = () => {
    document.querySelectorAll(".verdict-fold[open], [data-keys][open]").forEach((fold) => { fold.open = false; });
    const row = here();
    document.activeElement.blur();
    if (row) row.focus();
  };

  const help = () => {
    const keys = document.querySelector("[data-keys]");
    if (keys) keys.open = !keys.open;
  };

  const acts = {
    escape: close, "?": help, "\uFF1F": help, j: () => step(1), k: () => step(-1), c: comment, x: tick,
    enter: () => {
      const link = document.activeElement.matches("[data-row]") && document.activeElement.querySelector("[data-open]");
      if (link) link.click();
      return Boolean(link);
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    const typing = document.activeElement.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
    if (typing && key !== "escape") return;
    if (preset(key)) return;
    if (acts[key]) {
      if (acts[key](event) !== false && key !== "escape") event.preventDefault();
    } else if (key.length === 1 && "1234auq".includes(key)) {
      event.preventDefault();
      press(key);
    }
  });
})();
