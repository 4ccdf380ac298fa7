// Boxes whose figures come after the page: [data-load] names their address. They come again when something was saved.
document.addEventListener("DOMContentLoaded", () => {
  const fill = async (box) => {
    try {
      const answer = await fetch(box.dataset.load);
      if (!answer.ok || answer.redirected) return; // the link that stands there leads to the same figures
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page.body.children.length) box.replaceChildren(...page.body.childNodes);
    } catch {
      // no connection: what stands there stays
    }
  };
  const all = () => document.querySelectorAll("[data-load]").forEach(fill);
  all();
  document.addEventListener("wusetu:saved", all);
});
