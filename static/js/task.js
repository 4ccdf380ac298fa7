// The page of a long work: while it runs, what the page says is fetched anew; words that stay the same are not read out again.
document.addEventListener("DOMContentLoaded", () => {
  const look = async () => {
    const box = document.querySelector("[data-task='running']");
    if (!box) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Watch": "1" } });
      if (answer.redirected) return location.reload(); // signed out meanwhile
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-task]");
      if (fresh) renew(box, fresh);
    } catch {
      // no connection: what stands there stays, and it is asked again
    }
    setTimeout(look, 2000);
  };
  const renew = (box, fresh) => {
    const [words, told] = [box, fresh].map((one) => one.querySelector("[data-task-words]"));
    if (words.textContent !== told.textContent) words.replaceChildren(...told.childNodes);
    told.remove();
    [...box.children].filter((one) => one !== words).forEach((one) => one.remove());
    box.append(...fresh.children);
    box.dataset.task = fresh.dataset.task;
  };
  setTimeout(look, 2000);
});
