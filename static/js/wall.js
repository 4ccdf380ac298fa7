// The big screen: turns its pages, asks for news, keeps the last good page, shifts its pixels.
// One timer lives at a time and nodes are replaced, never added, so that it can run for months.
const NEWS_EVERY = 3; // turns
const PATIENCE = 10_000; // milliseconds for an answer
const SHIFTS = 8;
const root = document.documentElement;
const stage = document.getElementById("stage");
const pace = Number(document.body.dataset.seconds) * 1000;
let page = 0;
let turns = 0;
let tag = "";
let heard = Date.now(); // when the server last answered
let away = false;
let asking = false;

const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", hourCycle: "h23" });
const [dusk, dawn] = (document.body.dataset.night || "24 0").split(" ").map(Number);

const show = () => {
  const now = Number(hour.format(new Date()));
  root.toggleAttribute("data-dimmed", now >= dusk || now < dawn);
  stage.querySelectorAll("[data-page]").forEach((sheet, place) => sheet.classList.toggle("is-shown", place === page));
  stage.querySelectorAll(".dots li").forEach((dot, place) => dot.classList.toggle("is-now", place === page));
  stage.dataset.shift = String(turns % SHIFTS);
  root.dataset.turn = String(turns % 2); // restarts the ring
  const line = stage.querySelector("[data-away-line]");
  if (line) {
    line.hidden = !away;
    line.textContent = away ? document.body.dataset.away.replace("TIME", clock(heard)) : "";
  }
};

const clock = (moment) => new Date(moment).toLocaleString(root.lang, {
  timeZone: "Asia/Shanghai", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
});

// True when the answer is a screen or the calm page; anything else counts as the server being away.
const take = async (answer) => {
  if (answer.status === 304) return true;
  if (!answer.ok && answer.status !== 404) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const room = fresh.getElementById("stage");
  if (!room || answer.redirected) return false;
  const build = fresh.documentElement.dataset.build;
  const colours = (doc) => [...doc.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")).join(" ");
  if (answer.ok && (build !== root.dataset.build || colours(fresh) !== colours(document))) {
    location.reload(); // a new version, or a new scheme's colours
    return true;
  }
  tag = answer.ok ? answer.headers.get("ETag") || "" : "";
  stage.replaceChildren(...room.childNodes);
  page = Math.min(page, Math.max(0, stage.querySelectorAll("[data-page]").length - 1));
  return true;
};

const ask = async () => {
  if (asking) return;
  asking = true;
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(location.href, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    away = !(await take(answer));
  } catch {
    away = true;
  }
  if (!away) heard = Date.now();
  asking = false;
  show();
};

const turn = () => {
  setTimeout(turn, pace);
  turns += 1;
  page = (page + 1) % Math.max(1, stage.querySelectorAll("[data-page]").length);
  show();
  if (away || turns % NEWS_EVERY === 0) ask();
};

root.classList.add("script");
show();
setTimeout(turn, pace);
