// Files of the event form: several at once by drop, each in a row that can be taken out again, progress while they go.
document.addEventListener("wusetu:form", ({ detail: form }) => {
  const drop = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  if (!drop || !input) return;
  const limit = Number(drop.dataset.mb) * 1048576;
  const most = Number(drop.dataset.most) - drop.querySelectorAll("[data-there]").length;

  const lay = (files) => {
    const all = new DataTransfer();
    files.slice(0, Math.max(0, most)).forEach((file) => all.items.add(file));
    input.files = all.files;
    drop.querySelector("[data-too-many]").hidden = files.length <= most;
    list();
  };
  const same = (one, other) => one.name === other.name && one.size === other.size;
  const row = (file) => {
    const line = document.createElement("div");
    line.className = "file-row";
    const picture = document.createElement(/^image\//.test(file.type) ? "img" : "span");
    picture.className = "file-thumb";
    if (picture.tagName === "IMG") {
      const reader = new FileReader();
      reader.addEventListener("load", () => { picture.src = reader.result; });
      reader.readAsDataURL(file);
      picture.alt = "";
    } else picture.textContent = (file.name.split(".").pop() || "").slice(0, 4).toUpperCase();
    const name = document.createElement("span");
    name.className = "file-name";
    name.textContent = file.name;
    const size = document.createElement("small");
    size.textContent = file.size > limit ? drop.dataset.tooLarge : file.size < 1048576 ? `${Math.max(1, Math.round(file.size / 1024))} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
    line.classList.toggle("is-wrong", file.size > limit);
    const away = document.createElement("button");
    away.type = "button";
    away.className = "plain-button";
    away.textContent = drop.dataset.away;
    away.addEventListener("click", () => lay([...input.files].filter((other) => other !== file)));
    line.append(picture, name, size, away);
    return line;
  };
  const list = () => chosen.replaceChildren(...[...input.files].map(row));
  let before = [];
  input.addEventListener("click", () => { before = [...input.files]; });
  input.addEventListener("change", () => {
    const fresh = [...input.files];
    lay([...before.filter((old) => !fresh.some((one) => same(one, old))), ...fresh]);
    before = [...input.files];
  });
  ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  }));
  ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("is-over")));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    const fresh = [...event.dataTransfer.files].filter((file) => ![...input.files].some((old) => same(old, file)));
    lay([...input.files, ...fresh]);
  });

  // A form with files is sent so that it can say how far it is; the answer is used as a plain answer would be.
  form.addEventListener("submit", (event) => {
    if (!input.files.length || event.defaultPrevented) return;
    event.preventDefault();
    const bar = form.querySelector("[data-progress]");
    const rows = [...chosen.children];
    const parts = [...input.files].map((file) => file.size);
    const data = new FormData(form);
    if (event.submitter && event.submitter.name) data.append(event.submitter.name, event.submitter.value);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    bar.hidden = false;
    form.setAttribute("aria-busy", "true");
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = (100 * step.loaded) / step.total;
      let gone = step.loaded;
      rows.forEach((line, place) => {
        const share = Math.max(0, Math.min(1, gone / (parts[place] || 1)));
        line.querySelector("small").textContent = `${Math.floor(100 * share)}%`;
        gone -= parts[place];
      });
    });
    request.addEventListener("load", () => {
      form.removeAttribute("aria-busy");
      if (request.status < 400) eventForm.follow(request.responseURL, form);
      else eventForm.settle(form, request.responseText);
    });
    request.addEventListener("error", () => {
      bar.hidden = true;
      form.removeAttribute("aria-busy");
      eventForm.say(form, eventForm.words.offline);
    });
    request.send(data);
  });
});
