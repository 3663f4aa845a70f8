/** The queue as the desk thinks of it: values only. */

/** @typedef {{publication_id: string, title: string, shelf: string | null, at: string}} UsedTitle */
/** @typedef {{started_at: string, ended_at: string | null, titles: UsedTitle[]}} Reading the stay in the reading room */

/**
 * @typedef {object} Ticket
 * @property {string} ticket_id
 * @property {string} number
 * @property {string} service
 * @property {"waiting" | "called" | "serving" | "done" | "no-show" | "cancelled"} state
 * @property {string | null} priority
 * @property {number} group_size people who came together
 * @property {string | null} visitor_at the desk that the visitor is at with another number
 * @property {string | null} desk
 * @property {string | null} by who moved it last
 * @property {string | null} move the last move
 * @property {string | null} moved_at
 * @property {string | null} undo_until
 * @property {number} calls
 * @property {number} counted_calls those that count before it may be skipped
 * @property {number} calls_needed
 * @property {string | null} countable_at when the next call counts
 * @property {boolean} skippable
 * @property {string} arrived_at
 * @property {string | null} called_at
 * @property {string | null} served_at
 * @property {string | null} finished_at
 * @property {string | null} promised_by
 * @property {number} waiting_seconds from the guestbook to the first service, or up to the answer
 * @property {number | null} seconds_left of the promise; null where no clock runs
 * @property {boolean} late past the promise
 * @property {string | null} miss_reason
 * @property {"day-end" | null} ended
 * @property {string} revision what the desk believes; the service refuses a move that believes otherwise
 * @property {Reading | null} reading
 */

/**
 * @typedef {object} Queue
 * @property {Ticket[]} waiting in the order in which they will be called
 * @property {Ticket[]} called
 * @property {Ticket[]} serving
 * @property {Ticket[]} recent ended last, newest first
 * @property {Ticket[]} reading whose stay in the reading room goes on
 * @property {Ticket[]} unexplained for whom the promise was missed, and nobody said why
 * @property {string | null} closes_at
 * @property {string} as_of
 */

/** @type {Record<string, string[]>} */
const MOVES = {
  waiting: ["transfer"],
  called: ["recall", "serve", "skip", "transfer"],
  serving: ["finish", "transfer"],
  "no-show": ["return"],
};

/**
 * Numbers at a desk, the one that the keys are for first: whom one called last, before whoever is served.
 * @param {Queue | null} queue @param {string | undefined} desk @returns {Ticket[]}
 */
export function atDesk(queue, desk) {
  if (!queue) return [];
  return [...latestFirst(queue.called), ...latestFirst(queue.serving)].filter((ticket) => ticket.desk === desk);
}

/** @param {Queue} queue @param {string | undefined} desk @returns {Ticket[]} */
export function atOtherDesks(queue, desk) {
  return [...queue.called, ...queue.serving].filter((ticket) => ticket.desk !== desk);
}

/** Who will be called next by a desk for these services. @param {Queue} queue @param {string[]} services */
export function nextFor(queue, services) {
  return queue.waiting.find((ticket) => services.length === 0 || services.includes(ticket.service));
}

/** Any number that the queue shows. @param {Queue | null} queue @param {string | undefined} ticketId */
export function find(queue, ticketId) {
  return queue ? everyone(queue).find((ticket) => ticket.ticket_id === ticketId) : undefined;
}

/** @param {Ticket} ticket @param {string} act @returns {boolean} */
export function allows(ticket, act) {
  return MOVES[ticket.state]?.includes(act) ?? false;
}

/**
 * The number whose last move this member can still take back.
 * @param {Queue} queue @param {string} username @param {number} now the service's time, in ms
 */
export function undoable(queue, username, now) {
  const own = everyone(queue).filter((one) => one.by === username && one.undo_until && Date.parse(one.undo_until) > now);
  return latestFirst(own)[0];
}

/** The queue with a number that has just moved where it belongs now. @param {Queue} queue @param {Ticket} ticket @returns {Queue} */
export function withMoved(queue, ticket) {
  /** @param {Ticket[]} list @param {boolean} belongs @param {boolean} [last] */
  const place = (list, belongs, last = false) => {
    const others = list.filter((one) => one.ticket_id !== ticket.ticket_id);
    if (!belongs) return others;
    return last ? [...others, ticket] : [ticket, ...others];
  };
  const { state, reading } = ticket;
  const unexplained = queue.unexplained.some((one) => one.ticket_id === ticket.ticket_id) && !ticket.miss_reason;
  return {
    ...queue,
    waiting: place(queue.waiting, state === "waiting", true),
    called: place(queue.called, state === "called"),
    serving: place(queue.serving, state === "serving"),
    recent: place(queue.recent, ["done", "no-show", "cancelled"].includes(state)),
    reading: place(queue.reading, reading !== null && reading.ended_at === null),
    unexplained: place(queue.unexplained, unexplained),
  };
}

/** @param {Queue} queue @returns {Ticket[]} */
function everyone(queue) {
  return [queue.called, queue.serving, queue.waiting, queue.recent, queue.reading, queue.unexplained].flat();
}

/** @param {Ticket[]} tickets @returns {Ticket[]} */
function latestFirst(tickets) {
  return [...tickets].sort((one, other) => Date.parse(other.moved_at ?? other.arrived_at) - Date.parse(one.moved_at ?? one.arrived_at));
}
