// Valid HTML: the Nu Html Checker finds nothing on any page.

import { fileURLToPath } from "node:url";
import { run, version } from "../site.mjs";

const JAR = fileURLToPath(new URL("../node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

/** The checker's list of CSP keywords is older than this one, without which Pagefind could not search. */
const isKnown = ({ message }) => message.includes("wasm-unsafe-eval");

export default async function markup(site) {
  const words = ["-Xss4m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", ...site.pages];
  const { messages } = JSON.parse(run("java", words, { cwd: site.folder }));
  const failures = messages.filter((message) => !isKnown(message))
    .map(({ url, lastLine, message, extract }) => `${url.replace(/.*\/(?=[^/]+\/[^/]+$)/, "")}:${lastLine}: ${message} ${extract ?? ""}`);
  return [{ what: "valid HTML", tool: `vnu-jar ${version("vnu-jar")}`, bar: "0 errors, 0 warnings, every page", figure: `${failures.length} on ${site.pages.length} pages`, failures }];
}
