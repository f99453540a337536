// Valid HTML: the Nu Html Checker finds nothing on any page.

import { fileURLToPath } from "node:url";
import { run, version } from "../site.mjs";

const JAR = fileURLToPath(new URL("../node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

/**
 * The checker reads files, which have no origin, so to it `'self'` allows nothing; and it takes JSON-LD, which is data,
 * for a script. How the policy works out is measured in Chromium: see security.mjs.
 */
const isAboutPolicy = ({ message }) => message.includes("violates Content Security Policy (meta tag)");

const counts = ({ type, subType }) => type === "error" || type === "non-document-error" || subType === "warning";

export default async function markup(site) {
  const words = ["-Xss4m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", ...site.pages];
  const { messages } = JSON.parse(run("java", words, { cwd: site.folder }));
  const failures = messages.filter((message) => counts(message) && !isAboutPolicy(message))
    .map(({ url, lastLine, message, extract }) => `${url.replace(/.*\/(?=[^/]+\/[^/]+$)/, "")}:${lastLine}: ${message} ${extract ?? ""}`);
  return [{ what: "valid HTML", tool: `vnu-jar ${version("vnu-jar")}`, bar: "0 errors, 0 warnings, every page", figure: `${failures.length} on ${site.pages.length} pages`, failures }];
}
