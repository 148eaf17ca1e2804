import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

/** PostGraphile as its documentation has it run in production: nothing to look at, nothing to watch. */
export const preset = {
  extends: [PostGraphileAmberPreset],
  grafserv: {
    watch: false,
    graphiql: false,
    websockets: false,
    port: Number(process.env.PORT),
    host: process.env.HOST,
  },
  grafast: { explain: false },
  pgServices: [
    makePgService({
      connectionString: process.env.PEER_DATABASE_URL,
      schemas: ["peer"],
      // As many connections as the others have, and kept while others have their turn.
      poolConfig: { max: 8, idleTimeoutMillis: 0 },
    }),
  ],
};
