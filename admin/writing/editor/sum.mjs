// The sum of everything that the bundle is made of, by name and content: a test in Go
// computes the same, so that a bundle that was not built anew is found.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const hash = createHash("sha256");
for (const name of ["build.sh", "editor.js", "look.js", "manual.js", "marks.js", "package-lock.json", "package.json"]) {
  hash.update(name + "\0").update(readFileSync(new URL(name, import.meta.url))).update("\0");
}
process.stdout.write(hash.digest("hex"));
