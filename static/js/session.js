// Says in time that the session ends; when it has ended, keeps what was typed until the visitor is back.
(() => {
  const told = document.currentScript.dataset;
  const WARN = 120;
  const canal = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  const last = Date.now() + Number(told.rest) * 1000;
  let ends = Date.now() + Number(told.idle) * 1000;
  let timer;

  const bar = document.createElement("div");
  bar.className = "session-bar";
  bar.setAttribute("role", "alert");
  bar.hidden = true;
  const line = document.createElement("span");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn is-small";
  const link = document.createElement("a");
  link.className = "btn is-small is-primary";
  link.href = told.door;
  link.target = "_blank";
  link.rel = "opener";
  link.textContent = told.again;
  bar.append(line, link, button);

  const show = (words, action) => {
    line.textContent = words;
    button.textContent = action;
    link.hidden = action !== told.back;
    bar.hidden = false;
  };

  const look = () => {
    clearTimeout(timer);
    const left = Math.round((ends - Date.now()) / 1000);
    if (left <= 0) show(told.ended, told.back);
    else if (left <= WARN) show(told.soon, told.stay);
    else bar.hidden = true;
    timer = setTimeout(look, left > WARN ? Math.min((left - WARN) * 1000, 60000) : 1000 * Math.max(1, Math.min(left, 10)));
  };

  // Asks the server, which prolongs the session; forms of this page get a token that the new session accepts.
  const ask = async () => {
    let found = null;
    try {
      const answer = await fetch(told.state, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.ok && !answer.redirected) found = await answer.json();
    } catch {
      return;
    }
    if (!found) {
      ends = Date.now();
    } else if (found.user !== told.user) {
      location.reload();
      return;
    } else {
      ends = Date.now() + found.idle * 1000;
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = found.token; });
      if (canal) canal.postMessage({ user: told.user, idle: found.idle });
    }
    look();
  };

  button.addEventListener("click", ask);
  // Another window of the same person went on, or signed in again.
  if (canal) {
    canal.addEventListener("message", (event) => {
      if (event.data.user !== told.user) return;
      if (ends <= Date.now()) ask();
      else ends = Math.max(ends, Date.now() + event.data.idle * 1000);
      look();
    });
    canal.postMessage({ user: told.user, idle: Number(told.idle) });
  }
  // Whatever a page fetches by itself, keeping a draft for instance, prolongs the session as well.
  new PerformanceObserver((list) => {
    const used = list.getEntries().some((entry) => ["fetch", "xmlhttprequest"].includes(entry.initiatorType)
      && entry.responseStatus === 200 && !entry.redirectStart);
    if (used && ends > Date.now()) ends = Math.min(last, Date.now() + Number(told.idle) * 1000);
  }).observe({ type: "resource" });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  // A form sent after the end would be answered by the door; it waits here instead.
  document.addEventListener("submit", (event) => {
    if (ends > Date.now() || event.target.action.endsWith("/logout/")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    look();
    bar.scrollIntoView({ block: "nearest" });
    link.focus();
  }, true);
  document.body.append(bar);
  look();
})();
