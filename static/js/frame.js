// Rows of the month's meetings: the sum of each is said at once; one click says that all came who were not excused.
// Enter goes to the next row as in a sheet, from the last one it saves.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-frame]");
  if (!form) return;
  const heads = [...form.querySelectorAll("[name$=-title], [name$=-fully_collected]")];
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.matches("button, a, summary")) return;
    const row = event.target.closest("[data-frame-row]");
    const next = row && heads.find((head) => row.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_FOLLOWING && !row.contains(head));
    if (!next || event.ctrlKey) return;
    event.preventDefault();
    next.focus();
  });
  const first = form.querySelector(".is-wrong input") || heads[0];
  if (first) first.focus();
  document.querySelectorAll("[data-frame-row]").forEach((row) => {
    const box = (name) => row.querySelector(`[name$="-${name}"]`);
    const [due, present] = [box("due"), box("present")];
    const fit = row.querySelector("[data-fit]");
    if (!due || !present || !fit) return;
    const sum = row.querySelector("[data-sum]");
    const base = () => Number(due.value || 0)
      - [...row.querySelectorAll("[name*=-excused_]")].reduce((all, one) => all + Number(one.value || 0), 0);
    const show = () => {
      const most = base();
      fit.hidden = !due.value || most < 0 || present.value === String(most);
      fit.querySelector("b").textContent = most;
      const here = Number(present.value);
      sum.classList.toggle("field-error", present.value !== "" && here > most);
      if (present.value === "" || most <= 0) sum.textContent = "";
      else sum.textContent = here > most ? `${here} > ${most}` : `${Math.floor((here * 100) / most + 0.5)}%`;
    };
    fit.addEventListener("click", () => {
      present.value = base();
      present.dispatchEvent(new Event("input", { bubbles: true }));
    });
    row.addEventListener("input", show);
    show();
  });
});
