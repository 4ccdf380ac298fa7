// A row of the board fetches what it opens to, once; the address keeps which rows are open.
document.addEventListener("DOMContentLoaded", () => {
  const board = document.querySelector("[data-board]");
  if (!board) return;

  // Without this script the row's own link does the same by loading the page with the row opened.
  const fill = async (place) => {
    if (place.dataset.state) return;
    place.dataset.state = "asked";
    place.setAttribute("aria-busy", "true");
    const page = new URL(place.querySelector("a:last-of-type").href);
    page.pathname += "opened/";
    try {
      const answer = await fetch(page, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...made.body.childNodes);
      place.dataset.state = "filled";
    } catch {
      delete place.dataset.state; // the links stay; opening the row again asks again
    }
    place.removeAttribute("aria-busy");
  };

  const remember = () => {
    const address = new URL(window.location.href);
    const open = [...board.querySelectorAll("li[id] > details[open]")].map((row) => row.parentElement.id).slice(0, 12);
    address.searchParams.delete("open");
    address.hash = "";
    const query = address.searchParams.toString();
    const kept = open.length ? `${query ? `${query}&` : ""}open=${open.join(",")}` : query;
    window.history.replaceState(null, "", address.pathname + (kept ? `?${kept}` : ""));
  };

  const named = window.location.hash && document.getElementById(window.location.hash.slice(1));
  board.addEventListener("toggle", (event) => {
    const place = event.target.querySelector(":scope > .opened[data-opens]");
    if (event.target.open && place) fill(place);
    remember();
  }, true);
  // Also rows that the browser opened itself: a link to one of them, or a search in the page.
  board.querySelectorAll("details[open] > .opened[data-opens]").forEach(fill);
  if (named && board.contains(named)) named.querySelector("details").open = true;
});
