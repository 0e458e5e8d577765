// One service of Azurite (AZURITE_SERVICE, queues by default) for as long as the process lives that started this one:
// its end closes our standard input.
process.stdin.on("end", () => process.emit("SIGINT")).resume();
require(`azurite/dist/src/${process.env.AZURITE_SERVICE ?? "queue"}/main.js`);
