// Prints as many free ports of the loopback address as it is asked for: free_ports.mjs COUNT
import net from "node:net";

const servers = await Promise.all(
  Array.from({ length: Number(process.argv[2]) }, () => new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => resolve(server));
  })),
);
console.log(servers.map((server) => server.address().port).join(" "));
for (const server of servers) server.close();
