// The page works without this file; it only saves steps for those who can run it.
"use strict";

const form = document.getElementById("search");
const box = document.getElementById("q");
const facets = document.getElementById("facets");
const wide = matchMedia("(min-width: 56rem)");
const REMEMBERED = "searchapp:box";
// A browser that may keep no site data refuses even to be asked for it.
const storage = (() => { try { return sessionStorage; } catch { return null; } })();

// On a wide screen the filters always stand open, and a ticked box is a search at once.
if (facets) {
  const fit = () => { facets.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
  facets.addEventListener("change", (event) => {
    if (event.target.type !== "checkbox" || !wide.matches) return;
    storage?.setItem(REMEMBERED, JSON.stringify([event.target.name, event.target.value]));
    form.requestSubmit();
  });
  const remembered = JSON.parse(storage?.getItem(REMEMBERED) || "null");
  storage?.removeItem(REMEMBERED);
  if (remembered) {
    const same = (input) => input.name === remembered[0] && input.value === remembered[1];
    const ticked = [...facets.querySelectorAll("input")].find(same);
    if (ticked) {
      const more = ticked.closest("details.more");
      if (more) more.open = true;
      ticked.focus({ preventScroll: true });
    }
  }
}

// Empty boxes need not stand in the address. The page may stay, as the answer may go elsewhere.
const texts = () => [...form.elements].filter((input) => input.name && input.type !== "checkbox");
form.addEventListener("submit", () => {
  const empty = texts().filter((input) => input.value === "");
  for (const input of empty) input.disabled = true;
  setTimeout(() => { for (const input of empty) input.disabled = false; });
});

// A page that comes back shows the search it answers, not what was chosen when it was left.
addEventListener("pageshow", (event) => {
  const [way] = performance.getEntriesByType("navigation");
  if (event.persisted || way?.type === "back_forward") form.reset();
});

// "/" goes to the search box.
addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox])");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// What is typed is completed from what is in the index: one question at a time, the last one wins.
const completions = document.createElement("datalist");
completions.id = "completions";
form.append(completions);
box.setAttribute("list", completions.id);
const written = new Intl.NumberFormat(document.documentElement.lang);
let waiting = 0;
let running = false;
let asked = "";
const completed = ({ text, count }) => {
  const option = document.createElement("option");
  option.value = text;
  option.label = `${text} (${written.format(count)})`;
  return option;
};
const complete = async () => {
  const text = box.value;
  if (running || text === asked || text.trim().length < 2) return;
  running = true;
  asked = text;
  try {
    const answer = await fetch(`/api/suggest?${new URLSearchParams({ q: text })}`);
    if (answer.ok) completions.replaceChildren(...(await answer.json()).completions.map(completed));
  } catch { /* Nobody can be asked just now: nothing is completed. */ }
  running = false;
  complete();
};
box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(complete, 120);
});

// From an article back to the very search that led to it, also once its page speaks otherwise.
const back = document.getElementById("back");
if (back && document.referrer) {
  const from = new URL(document.referrer);
  const searched = `searchapp:search ${location.pathname}`;
  if (from.origin === location.origin && from.pathname === "/") {
    back.href = from.href;
    storage?.setItem(searched, from.href);
  } else if (from.origin === location.origin && from.pathname === location.pathname) {
    const search = new URL(storage?.getItem(searched) || back.href);
    search.searchParams.set("ui", document.documentElement.lang);
    back.href = search.href;
  }
}
