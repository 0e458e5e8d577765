// Azurite's queues for as long as the process lives that started this one: its end closes our standard input.
process.stdin.on("end", () => process.emit("SIGINT")).resume();
require("azurite/dist/src/queue/main.js");
