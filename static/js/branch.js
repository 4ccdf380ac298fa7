// A link to one indicator or to an index opens what it names; the address follows what is opened.
document.addEventListener("DOMContentLoaded", () => {
  const trail = document.querySelector(".trail");
  if (!trail) return;
  const show = () => {
    const named = window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!named || !trail.contains(named) || named.tagName !== "DETAILS") return;
    named.open = true;
    named.scrollIntoView();
  };
  window.addEventListener("hashchange", show);
  show();
  trail.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.id) window.history.replaceState(null, "", `#${event.target.id}`);
  }, true);
});
