// Pictures and PDFs open in the page: a link with [data-preview] (its type) shows its file in a dialog.
// Other types, and a browser without a script, follow the link.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-preview]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const type = link.dataset.preview;
  if (!type.startsWith("image/") && type !== "application/pdf") return;
  event.preventDefault();
  const box = document.createElement("dialog");
  box.className = "lightbox";
  box.setAttribute("aria-label", link.textContent.trim());
  const shown = document.createElement(type === "application/pdf" ? "iframe" : "img");
  shown.src = type === "application/pdf" ? `${link.href}?framed=1` : link.href;
  shown[type === "application/pdf" ? "title" : "alt"] = link.textContent.trim();
  const head = document.createElement("div");
  head.className = "lightbox-head";
  const name = document.createElement("b");
  name.textContent = link.textContent.trim();
  const save = document.createElement("a");
  save.href = `${link.href}?save=1`;
  save.textContent = "⤓";
  save.title = name.textContent;
  save.setAttribute("aria-label", `⤓ ${name.textContent}`);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "plain-button";
  close.textContent = "✕";
  close.setAttribute("aria-label", "✕");
  close.addEventListener("click", () => box.close());
  head.append(name, save, close);
  box.append(head, shown);
  box.addEventListener("click", (on) => { if (on.target === box) box.close(); });
  box.addEventListener("close", () => {
    box.remove();
    link.focus();
  });
  document.body.append(box);
  box.showModal();
});
