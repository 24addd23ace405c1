/** Answers leave at the end of the event-loop tick: each write wakes its reader, and so takes the core from the work that waits. */
import type { FastifyReply } from "fastify";

/**
 * Holds back what is written to the reply's connection until all that arrived in this tick was worked on; then all
 * answers are written one after the other. The prototype gained 1.9× at 32
 * connections by it and lost nothing at one; here it has not been measured alone on a quiet machine yet.
 */
export function endOfTick(): (reply: FastifyReply) => void {
  let held: NonNullable<FastifyReply["raw"]["socket"]>[] = [];
  const release = (): void => {
    const now = held;
    held = [];
    for (const socket of now) socket.uncork();
  };
  return ({ raw: { socket } }) => {
    if (socket === null) return;
    socket.cork();
    if (held.push(socket) === 1) setImmediate(release);
  };
}
