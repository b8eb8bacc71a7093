"use strict";
// Everything is there without this script: it sorts, hides and marks, and works out nothing.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// A cell's own number where it has one, else what it says; a symbol such as [c] goes last.
function keyOf(row, column) {
  const cell = row.cells[column];
  if ("value" in cell.dataset) return Number(cell.dataset.value);
  const text = (cell.querySelector(".figure") || cell).textContent.trim();
  return text === "" || /^\[.\]$/.test(text) ? null : text;
}

function inOrder(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en-GB", { numeric: true });
}

function sort(table, column, way) {
  const body = table.tBodies[0];
  const keyed = [...body.rows].map((row) => [keyOf(row, column), row]);
  const told = keyed.filter(([key]) => key !== null);
  told.sort(([one], [other]) => way * inOrder(one, other));
  body.append(...[...told, ...keyed.filter(([key]) => key === null)].map(([, row]) => row));
}

function sortable(table) {
  const heads = all("thead th", table);
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const rises = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", rises ? "ascending" : "descending");
      sort(table, column, rises ? 1 : -1);
    });
  });
}

function filterable(place, table) {
  const input = place.querySelector("input");
  if (!input) return;
  const rows = [...table.tBodies[0].rows];
  const shown = place.querySelector(".shown");
  input.addEventListener("input", () => {
    const words = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
    const left = rows.filter((row) => !row.hidden).length;
    shown.textContent = words ? `${left} of ${rows.length} rows shown` : "";
  });
}

function tellable(place, table) {
  table.classList.add("brief");
  const button = place.querySelector(".tell");
  if (!button) return;
  button.addEventListener("click", () => {
    const tells = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(tells));
    table.classList.toggle("brief", !tells);
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell && !getSelection().toString()) cell.classList.toggle("told");
  });
}

function mark(code) {
  for (const marked of all(".chosen")) marked.classList.remove("chosen");
  if (code) for (const found of all(`[data-area="${CSS.escape(code)}"]`)) chosen(found);
}

function chosen(found) {
  found.classList.add("chosen");
  for (const part of all("text,path,line", found)) part.classList.add("chosen");
}

// The address keeps who is marked, beside the section that is read: #reviews&authority=E08000012
const CHOICE = "authority=";
const told = () => decodeURIComponent(location.hash.slice(1)).split("&");
const markedIn = (parts) => parts.find((part) => part.startsWith(CHOICE))?.slice(CHOICE.length);

function remember(code) {
  const section = told().filter((part) => part && !part.startsWith(CHOICE));
  const parts = code ? [...section, CHOICE + code] : section;
  history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname);
}

function choosable(select) {
  const known = [...select.options].map((option) => option.value);
  const choose = (code) => {
    select.value = known.includes(code) ? code : "";
    mark(select.value);
    remember(select.value);
  };
  choose(markedIn(told()));
  select.addEventListener("change", () => choose(select.value));
  addEventListener("hashchange", () => choose(markedIn(told()) ?? select.value));
  document.getElementById(told()[0])?.scrollIntoView();
}

function printable() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details.table:not(.long):not([open])");
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });
}

for (const place of all(".table")) {
  const table = place.querySelector("table");
  if (!table) continue;
  place.querySelector(".tools").hidden = false;
  sortable(table);
  filterable(place, table);
  tellable(place, table);
}
const select = document.getElementById("authority");
if (select) {
  select.parentElement.hidden = false;
  choosable(select);
}
printable();
