// SPDX-License-Identifier: EUPL-1.2
// Keys and the current proposal. Everything ends in a form of the page: the server keeps what is true.
"use strict";

const work = document.querySelector(".werk");
const told = document.getElementById("melding");
const proposals = [...document.querySelectorAll(".voorstel[data-vondst]")];
const may = work.dataset.mag === "ja";
const keysOn = document.getElementById("toetsen");
const modes = { now: null }; // what marking.js is busy with: { key, end }
const acts = {}; // what marking.js offers: words, box
let current = -1;

document.documentElement.classList.add("js");

function tell(text) { told.textContent = text; }

function choose(index) {
  if (!proposals.length) return;
  current = Math.max(0, Math.min(index, proposals.length - 1));
  proposals.forEach((one, place) => one.classList.toggle("nu", place === current));
  const one = proposals[current];
  document.querySelectorAll(".plek").forEach((box) => box.classList.toggle("nu", box.dataset.vondst === one.dataset.vondst));
  one.querySelector(".tekst").focus({ preventScroll: true });
  one.scrollIntoView({ block: "nearest" });
  document.querySelector(".plek.nu")?.scrollIntoView({ block: "center", inline: "nearest" });
}

function nextOpen(step) {
  for (let place = current + step; place >= 0 && place < proposals.length; place += step) {
    if (proposals[place].classList.contains("open")) { choose(place); return; }
  }
  choose(current + step);
}

function inCurrent(selector) { return proposals[current]?.querySelector(selector); }

function press(selector) { inCurrent(selector)?.click(); }

function send(id, values) {
  const form = document.getElementById(id);
  if (!form) return;
  for (const [name, value] of Object.entries(values || {})) form.elements[name].value = value;
  form.requestSubmit();
}

function more(selector) {
  const details = inCurrent("details");
  if (!details) return;
  details.open = true;
  details.querySelector(selector)?.focus();
}

function ground() {
  const select = inCurrent(".grond select");
  if (!select) return;
  select.focus();
  tell("Grond: kies 1 tot 9, of een andere met de pijltjes en dan Enter.");
  modes.now = {
    end: () => {},
    key: (event) => {
      if (event.key === "Enter") { event.preventDefault(); modes.now = null; press("button[value=lakken]"); return true; }
      if (!/^[1-9]$/.test(event.key)) return false;
      const option = select.querySelectorAll("optgroup:first-child option")[Number(event.key) - 1];
      if (!option) return false;
      select.value = option.value;
      modes.now = null;
      press("button[value=lakken]");
      return true;
    },
  };
  select.addEventListener("blur", () => { if (modes.now) modes.now = null; }, { once: true });
}

function search(reach) {
  const field = document.getElementById("zoek");
  if (!field) return;
  field.focus();
  field.form.onkeydown = (event) => {
    const button = field.form.querySelector(`button[value=${reach}]`);
    if (event.key === "Enter" && button) { event.preventDefault(); button.click(); }
  };
}

function go(page) {
  if (page >= 1 && page <= Number(work.dataset.bladen)) location.assign(`${work.dataset.document}/blad/${page}`);
}

function otherView() {
  const views = ["origineel", "voorstel", "openbaar"];
  const url = new URL(location.href);
  const now = views.indexOf(url.searchParams.get("beeld") || "voorstel");
  url.searchParams.set("beeld", views[(now + 1) % views.length]);
  location.assign(url);
}

function stop(text) {
  modes.now?.end();
  modes.now = null;
  tell(text || "");
}

function adjust(event) {
  const names = event.shiftKey
    ? { ArrowLeft: "begin-eerder", ArrowRight: "begin-later", ArrowUp: "hoger", ArrowDown: "lager" }
    : { ArrowLeft: "einde-eerder", ArrowRight: "einde-later", ArrowUp: "omhoog", ArrowDown: "omlaag" };
  const button = event.key in names && inCurrent(`button[value=${names[event.key]}]`);
  if (button) { event.preventDefault(); button.click(); }
}

const KEYS = {
  j: () => nextOpen(1), ArrowDown: () => nextOpen(1),
  k: () => nextOpen(-1), ArrowUp: () => nextOpen(-1),
  a: () => press("button[value=lakken]"), Enter: () => press("button[value=lakken]"),
  x: () => press("button[value=blijft]"),
  g: ground,
  d: () => press(".overal button[value=document]"), D: () => press(".overal button[value=dossier]"),
  e: () => more(".bijstellen button"),
  c: () => more(".gesprek textarea"), q: () => more(".gesprek textarea"),
  s: () => send("alles-zeker"),
  n: () => acts.words?.(), b: () => acts.box?.(),
  m: () => send("gelezen"),
  p: otherView,
  "[": () => go(Number(work.dataset.blad) - 1), "]": () => go(Number(work.dataset.blad) + 1),
  "/": () => search("document"),
  "?": () => document.getElementById("naar-toetsen").click(),
  Escape: () => stop("Gestopt."),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat && !event.key.startsWith("Arrow")) return;
  const typing = event.target.matches("input:not([type=checkbox]), textarea");
  const choosing = event.target.matches("select");
  if (event.key === "Escape" && (typing || choosing)) { event.target.blur(); stop(); return; }
  if (modes.now?.key(event)) { event.preventDefault(); return; }
  if (typing || choosing || !keysOn.checked) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() === "z") { event.preventDefault(); send(event.shiftKey ? "opnieuw" : "ongedaan"); }
    if (event.key === "Enter") document.getElementById("naar-afronden").click();
    return;
  }
  if (event.altKey) { if (event.key === "/") { event.preventDefault(); search("dossier"); } else adjust(event); return; }
  const pressing = event.target.matches("button, summary, a:not(.tekst)");
  if (pressing && (event.key === "Enter" || event.key === " ")) return;
  const act = KEYS[event.key] || KEYS[event.key.length === 1 && event.key !== "D" ? event.key.toLowerCase() : event.key];
  if (act) { event.preventDefault(); act(); }
});

proposals.forEach((one, place) => {
  one.addEventListener("click", (event) => { if (!event.target.closest("button, select, textarea, summary")) choose(place); });
  one.addEventListener("focusin", () => { if (place !== current) { proposals[current]?.classList.remove("nu"); current = place; one.classList.add("nu"); } });
  one.querySelector(".tekst").addEventListener("click", (event) => event.preventDefault());
});
document.querySelectorAll(".plek[data-vondst]").forEach((box) => box.addEventListener("click", () => {
  if (!modes.now) choose(proposals.findIndex((one) => one.dataset.vondst === box.dataset.vondst));
}));
document.getElementById("ganaar")?.addEventListener("submit", (event) => {
  event.preventDefault();
  go(Number(document.getElementById("ganaar-blad").value));
});

for (const id of ["wijzen", "toetsaan", "zoom"]) document.getElementById(id)?.removeAttribute("hidden");
keysOn.checked = localStorage.getItem("toetsen") !== "uit";
keysOn.addEventListener("change", () => localStorage.setItem("toetsen", keysOn.checked ? "aan" : "uit"));

const paper = document.getElementById("papier");
const zooms = ["0.75", "1", "1.25", "1.5", "2"];
function zoom(step) {
  const place = Math.max(0, Math.min(zooms.indexOf(localStorage.getItem("zoom") || "1") + step, zooms.length - 1));
  localStorage.setItem("zoom", zooms[place]);
  paper.dataset.zoom = zooms[place];
}
document.querySelectorAll("[data-zoom]").forEach((button) => {
  if (button.tagName === "BUTTON") button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
});
zoom(0);

const wanted = location.hash.startsWith("#v-") ? proposals.findIndex((one) => "#" + one.id === decodeURIComponent(location.hash)) : -1;
const firstOpen = proposals.findIndex((one) => one.classList.contains("open"));
if (proposals.length) choose(wanted >= 0 ? wanted : Math.max(0, firstOpen));
else document.getElementById("voorstellen").focus({ preventScroll: true });

if (may) {
  setInterval(async () => {
    const form = document.getElementById("in-handen");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) tell("Dit document is niet meer in uw handen. Open de pagina opnieuw.");
    } catch { tell("Geen verbinding met de desk. Wat u besloot, is bewaard."); }
  }, 60000);
}
const next = Number(work.dataset.blad) + 1;
if (next <= Number(work.dataset.bladen)) {
  const image = document.querySelector("#papier img");
  if (image?.src.includes("/beeld.png")) new Image().src = image.src.replace(`/blad/${next - 1}/`, `/blad/${next}/`);
}
