// Folds the navigation on small screens; without this file it stays open.
document.documentElement.classList.add("script");
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".menu-button");
  const nav = document.getElementById("main-nav");
  if (button && nav) {
    button.addEventListener("click", () => {
      const open = nav.classList.toggle("is-open");
      button.setAttribute("aria-expanded", String(open));
    });
  }
  const card = document.querySelector("details.menu");
  document.addEventListener("click", (event) => {
    if (card && card.open && !card.contains(event.target)) card.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card && card.open) {
      card.open = false;
      card.querySelector("summary").focus();
    }
  });
  // A scale that is wider than a phone starts at its upper end, where most totals are.
  document.querySelectorAll("[data-from-end]").forEach((box) => { box.scrollLeft = box.scrollWidth; });
  // Links and buttons that print carry this attribute instead of a script of their own.
  document.querySelectorAll("[data-print]").forEach((item) => {
    item.hidden = false;
    item.addEventListener("click", () => window.print());
  });
});
