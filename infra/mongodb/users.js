// Run once by MongoDB's image, while its volume is empty: a user for each kind of function, with the least that it needs.
const offblock = db.getSiblingDB("offblock");
for (const [user, password, roles] of [
  ["offblock", "MONGODB_PASSWORD", ["readWrite", "dbAdmin"]],
  ["offblock_loader", "MONGODB_LOADER_PASSWORD", ["readWrite"]],
  ["offblock_reader", "MONGODB_READER_PASSWORD", ["read"]],
]) {
  if (!process.env[password]) throw new Error(`${password} is not set`);
  offblock.createUser({ user, pwd: process.env[password], roles: roles.map((role) => ({ role, db: "offblock" })) });
}
