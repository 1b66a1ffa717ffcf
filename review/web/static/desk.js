// SPDX-License-Identifier: EUPL-1.2
// Keys, the word cursor and drawing. Everything ends in a form of the page: the server keeps what is true.
"use strict";

const work = document.querySelector(".werk");
const layers = document.getElementById("lagen");
const told = document.getElementById("melding");
const proposals = [...document.querySelectorAll(".voorstel[data-vondst]")];
const may = work.dataset.mag === "ja";
const keysOn = document.getElementById("toetsen");
const SVG = "http://www.w3.org/2000/svg";
let current = -1;
let mode = null;

function tell(text) { told.textContent = text; }

function choose(index) {
  if (!proposals.length) return;
  current = Math.max(0, Math.min(index, proposals.length - 1));
  proposals.forEach((one, place) => one.classList.toggle("nu", place === current));
  const id = proposals[current].dataset.vondst;
  document.querySelectorAll(".vak").forEach((box) => box.classList.toggle("nu", box.dataset.vondst === id));
  proposals[current].focus({ preventScroll: true });
  proposals[current].scrollIntoView({ block: "nearest" });
  const box = document.querySelector(".vak.nu");
  if (box) box.scrollIntoView({ block: "center", inline: "nearest" });
}

function decide(what) {
  if (current >= 0) proposals[current].querySelector(`button[value="${what}"]`)?.click();
}

function send(id, values) {
  const form = document.getElementById(id);
  if (!form) return;
  for (const [name, value] of Object.entries(values || {})) form.elements[name].value = value;
  form.requestSubmit();
}

function rect(className) {
  const made = document.createElementNS(SVG, "rect");
  made.setAttribute("class", className);
  layers.append(made);
  return made;
}

function place(made, x0, y0, x1, y1) {
  made.setAttribute("x", Math.min(x0, x1));
  made.setAttribute("y", Math.min(y0, y1));
  made.setAttribute("width", Math.abs(x1 - x0));
  made.setAttribute("height", Math.abs(y1 - y0));
}

function leave(text) {
  if (mode) mode.end();
  mode = null;
  tell(text || "");
}

async function wordCursor() {
  if (!layers || !may) return;
  leave();
  const words = await (await fetch(`${work.dataset.basis}/woorden`)).json();
  if (!words.length) { tell("Deze bladzijde heeft geen woorden; teken een vak (B)."); return; }
  let first = 0, last = 0;
  const marks = [];
  const show = () => {
    while (marks.length) marks.pop().remove();
    for (let index = first; index <= last; index++) {
      const mark = rect("cursor");
      place(mark, ...words[index].box);
      marks.push(mark);
    }
    marks[marks.length - 1].scrollIntoView({ block: "center" });
  };
  const line = (from, step) => {
    const middle = (one) => (one.box[0] + one.box[2]) / 2;
    let best = from;
    for (let index = from + step; index >= 0 && index < words.length; index += step) {
      if (Math.abs(words[index].box[1] - words[from].box[1]) < 3) continue;
      if (best === from) best = index;
      if (Math.abs(words[index].box[1] - words[best].box[1]) > 3) break;
      if (Math.abs(middle(words[index]) - middle(words[from])) < Math.abs(middle(words[best]) - middle(words[from]))) best = index;
    }
    return best;
  };
  mode = {
    end: () => { while (marks.length) marks.pop().remove(); },
    key: (event) => {
      const moves = { ArrowRight: () => last + 1, ArrowLeft: () => last - 1, ArrowDown: () => line(last, 1), ArrowUp: () => line(last, -1) };
      if (event.key === "Enter") { send("woord", { start: words[first].start, end: words[last].end }); return true; }
      if (!(event.key in moves)) return false;
      const to = Math.max(0, Math.min(moves[event.key](), words.length - 1));
      if (event.shiftKey) last = Math.max(first, to); else first = last = to;
      show();
      return true;
    },
  };
  show();
  tell("Pijltjes kiezen een woord, Shift en pijltjes meer woorden, Enter lakt, Esc stopt.");
}

function toPage(event) {
  const at = layers.getBoundingClientRect();
  const view = layers.viewBox.baseVal;
  return [(event.clientX - at.left) / at.width * view.width, (event.clientY - at.top) / at.height * view.height];
}

function drawing() {
  if (!layers || !may) return;
  leave();
  const mark = rect("nieuw");
  let from = null;
  const ready = (to) => {
    if (Math.abs(to[0] - from[0]) < 2 || Math.abs(to[1] - from[1]) < 2) return;
    send("vak", { x0: from[0].toFixed(2), y0: from[1].toFixed(2), x1: to[0].toFixed(2), y1: to[1].toFixed(2) });
  };
  const down = (event) => { if (from) ready(toPage(event)); else from = toPage(event); };
  const move = (event) => { if (from) place(mark, ...from, ...toPage(event)); };
  const up = (event) => { if (from) ready(toPage(event)); };
  layers.addEventListener("pointerdown", down);
  layers.addEventListener("pointermove", move);
  layers.addEventListener("pointerup", up);
  mode = {
    end: () => {
      mark.remove();
      layers.removeEventListener("pointerdown", down);
      layers.removeEventListener("pointermove", move);
      layers.removeEventListener("pointerup", up);
    },
    key: () => false,
  };
  tell("Klik twee hoeken of sleep; Esc stopt.");
}

function go(page) {
  if (page >= 1 && page <= Number(work.dataset.bladen)) location.assign(`${work.dataset.sleutel}/blad/${page}`);
}

function otherView() {
  const url = new URL(location.href);
  url.searchParams.set("beeld", url.searchParams.get("beeld") === "openbaar" ? "voorstel" : "openbaar");
  location.assign(url);
}

const KEYS = {
  j: () => choose(current + 1),
  k: () => choose(current - 1),
  ArrowDown: () => choose(current + 1),
  ArrowUp: () => choose(current - 1),
  a: () => decide("lakken"),
  Enter: () => decide("lakken"),
  x: () => decide("blijft"),
  g: () => proposals[current]?.querySelector("select")?.focus(),
  s: () => send("alles-zeker"),
  n: wordCursor,
  b: drawing,
  m: () => send("gelezen"),
  p: otherView,
  "[": () => go(Number(work.dataset.blad) - 1),
  "]": () => go(Number(work.dataset.blad) + 1),
  "/": () => document.getElementById("zoek")?.focus(),
  "?": () => location.assign("/toetsen"),
  Escape: () => leave("Gestopt."),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && typing) { event.target.blur(); return; }
  if (event.altKey || typing) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "z" && keysOn.checked) { event.preventDefault(); send("ongedaan"); }
    if (event.key === "Enter") document.getElementById("naar-afronden").click();
    return;
  }
  if (mode && mode.key(event)) { event.preventDefault(); return; }
  if (!keysOn.checked || event.target.matches("button, summary, a") && event.key === "Enter") return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act) { event.preventDefault(); act(); }
});

document.querySelectorAll(".vak[data-vondst]").forEach((box) => box.addEventListener("click", () => {
  if (!mode) choose(proposals.findIndex((one) => one.dataset.vondst === box.dataset.vondst));
}));
document.getElementById("woordknop")?.addEventListener("click", wordCursor);
document.getElementById("vakknop")?.addEventListener("click", drawing);
for (const id of ["wijzen", "toetsaan"]) document.getElementById(id)?.removeAttribute("hidden");
keysOn.checked = localStorage.getItem("toetsen") !== "uit";
keysOn.addEventListener("change", () => localStorage.setItem("toetsen", keysOn.checked ? "aan" : "uit"));

const wanted = location.hash.startsWith("#v-") ? proposals.findIndex((one) => "#" + one.id === decodeURIComponent(location.hash)) : -1;
const firstOpen = proposals.findIndex((one) => one.classList.contains("open"));
if (proposals.length) choose(wanted >= 0 ? wanted : Math.max(0, firstOpen));

if (may) {
  setInterval(() => {
    const form = document.getElementById("in-handen");
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  }, 60000);
}
