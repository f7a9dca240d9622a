// Judges Stryker's report: lists the survivors, then each folder's figures, and fails if a folder's score is below 95.
// Without a report there was nothing to mutate.
import { readFileSync } from "node:fs";

const lowest = 95;
const [path] = process.argv.slice(2);
const files = path ? JSON.parse(readFileSync(path, "utf8")).files : {};
const isKilled = mutant => mutant.status === "Killed" || mutant.status === "Timeout";
const isSurvivor = mutant => mutant.status === "Survived" || mutant.status === "NoCoverage";

const mutants = Object.entries(files).flatMap(([file, { source, mutants }]) => mutants
  .filter(mutant => isKilled(mutant) || isSurvivor(mutant))
  .map(mutant => ({ ...mutant, source, file: file.replaceAll("\\", "/").replace(/^.*Failfast\.Core\//, "") })));

for (const mutant of mutants.filter(isSurvivor)) {
  console.log(`${mutant.file}:${mutant.location.start.line} ${mutant.status}, ${mutant.mutatorName}`);
  console.log(`  - ${oneLine(text(mutant))}\n  + ${oneLine(mutant.replacement)}`);
}

let fails = false;
for (const folder of new Set(mutants.map(folderOf))) {
  const its = mutants.filter(mutant => folderOf(mutant) === folder);
  const score = scoreOf(its);
  fails ||= score < lowest;
  console.log(`${folder}: ${figures(its)}${score < lowest ? `, below ${lowest}` : ""}`);
}

// A run in which no test noticed anything has not tested: it must not pass, whatever the threshold.
fails ||= mutants.length > 0 && !mutants.some(isKilled);
console.log(mutants.length > 0 ? figures(mutants) : "0 mutants: nothing to mutate");
process.exit(fails ? 1 : 0);

function folderOf(mutant) {
  return mutant.file.split("/")[0];
}

function scoreOf(its) {
  return (100 * its.filter(isKilled).length) / its.length;
}

function figures(its) {
  const killed = its.filter(isKilled).length;
  return `${its.length} mutants, ${killed} killed, ${its.length - killed} survived, score ${scoreOf(its).toFixed(1)}`;
}

// What the mutant replaces; lines and columns count from 1.
function text({ source, location: { start, end } }) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join("\n");
}

function oneLine(code) {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)} ...` : line;
}
