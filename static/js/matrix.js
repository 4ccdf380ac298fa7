// Ticking whole months and everything that is missing; the line that says why a crossing is as it is.
// Without it each box is ticked by itself and each crossing says its reason when it is opened.
(() => {
  const form = document.querySelector("[data-pick]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=cell]")];
  const told = form.querySelector("[data-picked]");

  const tell = () => {
    if (!told) return;
    const count = boxes.filter((box) => box.checked).length;
    told.textContent = count ? `${count} ${told.dataset.picked}` : "";
  };

  form.querySelectorAll(".pick[hidden], [data-pick-state]").forEach((item) => { item.hidden = false; });
  form.querySelectorAll("[data-pick-month]").forEach((head) => {
    head.addEventListener("change", () => {
      boxes.filter((box) => box.dataset.month === head.dataset.pickMonth).forEach((box) => { box.checked = head.checked; });
      tell();
    });
  });
  form.querySelectorAll("[data-pick-state]").forEach((button) => {
    button.addEventListener("click", () => {
      const wanted = button.dataset.pickState.split(" ");
      boxes.forEach((box) => { box.checked = wanted.includes(box.dataset.state); });
      tell();
    });
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();

  // The reason of the crossing under the pointer or the focus, with branch and column.
  const line = form.querySelector("[data-why-line]");
  const table = form.querySelector("table.matrix");
  if (!line || !table) return;
  line.hidden = false;
  const heads = [...table.querySelectorAll("thead th")];
  let lit = [];

  const explain = (cell) => {
    const row = cell.parentElement;
    const column = heads[cell.cellIndex];
    lit.forEach((item) => item.classList.remove("is-lit"));
    lit = [row.cells[0], column];
    lit.forEach((item) => item.classList.add("is-lit"));
    const name = document.createElement("b");
    name.textContent = `${row.cells[0].textContent.trim()} · ${column.dataset.column}`;
    line.replaceChildren(name, document.createTextNode(cell.dataset.why));
  };

  const cellOf = (target) => target.closest && target.closest("td[data-why]");
  ["pointerover", "focusin", "click"].forEach((kind) => {
    table.addEventListener(kind, (event) => {
      const cell = cellOf(event.target);
      if (cell) explain(cell);
    });
  });

  // Arrows walk the table; only one crossing is in the order of the Tab key.
  const cells = [...table.querySelectorAll("td[data-why]")];
  if (table.classList.contains("is-by-indicator")) {
    table.querySelectorAll("td a").forEach((link) => { link.tabIndex = -1; });
    if (cells[0]) cells[0].tabIndex = 0;
  }
  const go = (cell) => {
    cells.forEach((other) => { if (other.tabIndex === 0) other.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  table.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || cell !== document.activeElement) return;
    const wide = cell.parentElement.cells.length - 1;
    const at = cells.indexOf(cell);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + wide, ArrowUp: at - wide }[event.key];
    if (event.key === "Enter") {
      const link = cell.querySelector("a");
      if (link) link.click();
    } else if (to !== undefined && cells[to]) {
      event.preventDefault();
      go(cells[to]);
    }
  });
})();
