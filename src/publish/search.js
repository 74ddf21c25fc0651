// Finds things by the beginning of their names. The names lie in small files by their first letters, so that only those
// that can match are read. Without this script the form stays hidden, and the lists lead to every page.
"use strict";
(() => {
  const box = document.getElementById("search");
  const field = document.getElementById("words");
  const results = document.getElementById("results");
  const note = document.getElementById("note");
  if (!box || !field || !results || !window.fetch) return;
  box.hidden = false;
  const files = new Map();
  // As the program folds names: lower case, without accents.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  // As the program cuts words: letters and digits.
  const words = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const key = (word) => {
    const letters = [...word];
    const count = letters[0] < "\u0250" ? 2 : 1;
    if (letters.length < count) return null;
    return letters.slice(0, count).map((c) => c.codePointAt(0).toString(16)).join("-");
  };
  const load = (name) => {
    if (!files.has(name)) {
      files.set(name, fetch("search/" + name + ".json").then((r) => (r.ok ? r.json() : [])).catch(() => []));
    }
    return files.get(name);
  };
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const asked = fold(field.value);
    const name = words(asked).map(key).find(Boolean);
    if (!name) { results.replaceChildren(); note.textContent = ""; return; }
    const rows = await load(name);
    if (mine !== turn) return;
    const found = rows.filter((row) => fold(row[0]).includes(asked));
    found.sort((a, b) => fold(a[0]).indexOf(asked) - fold(b[0]).indexOf(asked) || a[0].length - b[0].length);
    results.replaceChildren(...found.slice(0, 50).map(([label, path, kind]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = path;
      link.textContent = label;
      item.append(link, " " + kind);
      return item;
    }));
    note.textContent = found.length > 50 ? "50 / " + found.length : String(found.length);
  };
  field.addEventListener("input", show);
  document.getElementById("form").addEventListener("submit", (event) => { event.preventDefault(); show(); });
})();
