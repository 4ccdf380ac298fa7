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

  const step = (way) => {
    const here = document.querySelector(".record-list li[aria-current]");
    const next = here && (way > 0 ? here.nextElementSibling : here.previousElementSibling);
    if (next) next.querySelector("a").click();
  };

  const press = (key) => {
    const item = document.querySelector(`[data-key="${key}"]`);
    if (!item) return;
    if (item.tagName === "SUMMARY") {
      const fold = item.parentElement;
      fold.open = true;
      const first = fold.querySelector("form input:not([type=hidden]), form textarea, form select");
      if (first) first.focus();
      return;
    }
    item.click();
  };

  // C: a word to the branch; the return opens with the cursor in its text.
  const comment = (event) => {
    const fold = document.querySelector('[data-key="2"]');
    const text = fold && fold.parentElement.querySelector("textarea");
    if (!text) return;
    event.preventDefault();
    fold.parentElement.open = true;
    text.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = document.activeElement.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
    if (event.key === "Escape") {
      document.querySelectorAll(".verdict-fold[open]").forEach((fold) => { fold.open = false; });
      document.activeElement.blur();
      return;
    }
    if (typing) return;
    const key = event.key.toLowerCase();
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "c") comment(event);
    else if ("1234u".includes(key) && key.length === 1) {
      event.preventDefault();
      press(key);
    }
  });

  // A queue by keys: J and K walk the lines, Enter opens one.
  const queue = document.querySelector("[data-queue]");
  if (queue) {
    const links = [...queue.querySelectorAll("tbody th a")];
    document.addEventListener("keydown", (event) => {
      const way = { j: 1, k: -1 }[event.key.toLowerCase()];
      if (!way || event.ctrlKey || event.metaKey) return;
      const at = links.indexOf(document.activeElement);
      const next = links[at < 0 ? 0 : at + way];
      if (next) next.focus();
    });
  }
})();
