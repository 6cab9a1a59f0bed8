// The licences of what is in the bundle.
import { readFileSync, existsSync } from "node:fs";

const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url)));
const parts = ["The file editor.js contains the following packages, each under its own licence."];
for (const [path, entry] of Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (path === "" || entry.dev) continue;
  const file = new URL(path + "/LICENSE", import.meta.url);
  if (!existsSync(file)) throw new Error("no licence in " + path);
  parts.push(`${path.replace(/^node_modules\//, "")} ${entry.version}\n\n${readFileSync(file, "utf8").trim()}`);
}
process.stdout.write(parts.join("\n\n----\n\n") + "\n");
