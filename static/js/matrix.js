// Ticking whole months and everything that is missing; without it each box is ticked by itself.
(() => {
  const form = document.querySelector("[data-pick]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=cell]")];
  const told = form.querySelector("[data-picked]");

  const tell = () => {
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
      boxes.forEach((box) => { box.checked = box.dataset.state === button.dataset.pickState; });
      tell();
    });
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
})();
