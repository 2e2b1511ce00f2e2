import type { TimeSource } from '../clock.ts';
import type { Exchange } from '../control/journal/exchange.ts';
import type { AccountOptions } from '../domain/account-options.ts';
import type { AgentOption } from '../domain/agent-script.ts';
import type { PrivateJwk } from '../tokens/jwk.ts';

/** What a test or a configuration file may set. Everything has a default. */
export interface MockOptions {
  /** The configured accounts. Default: the two of `fixtures/accounts/`. Giving any replaces those two. */
  accounts?: readonly AccountOptions[] | undefined;
  /**
   * The admin API at `/__admin`, which every server and every mounted Express application of the mock has. It gives out
   * client secrets and changes the mock, so it answers programs on this machine only. `false` removes it: its paths
   * then answer like any unknown path.
   */
  admin?:
    | false
    | {
        /**
         * Host names under which other machines may call the admin API, with or without a port: for instance the name
         * of a container. Anyone who can reach the port and sends such a name in `Host` is let in, also through a
         * proxy; with `'localhost'` that is everyone who can reach the port. Default: none.
         */
        hosts?: readonly string[] | undefined;
      }
    | undefined;
  /**
   * Who answers conversations (D67). `'off'` (default): nobody. `'echo'`: an agent who accepts each, repeats what is
   * said to him, and closes it at `bye`. Or a script: `{ name, greeting, rules: [{ match, reply, close, delayMs }] }`.
   * The first rule that fits answers; `match` is a part of the message, `/…/i` a regular expression, `*` anything.
   */
  agent?: AgentOption | undefined;
  /**
   * Who logs in at Sentinel's `authorize`, by user name: the browser is sent back with a code at once, without the
   * login page. `auto` in the query does the same for one call. Default: nobody; the page asks.
   */
  autoLogin?: string | undefined;
  /**
   * Keep what was said in the last calls and in the frames of sockets, for the console: 2,000 of them or 32 MB,
   * whichever is less, headers and bodies without secrets, signatures and tokens of others, bodies cut at 8 kB; and the
   * tokens that the mock issued. The admin API gives them out; without it nothing is kept. Default: `false`.
   */
  capture?: boolean | undefined;
  /** Where the time comes from: anything with a `now()` in epoch milliseconds. Default: `Date`. */
  clock?: TimeSource | undefined;
  /** Refuse accounts and clients that are not configured. Default: `false`: nothing has to be configured. */
  closed?: boolean | undefined;
  /** The Domain API. */
  csds?:
    | {
        /**
         * The `baseURI` in the answer: `'auto'` (default), which is the host and port that the caller used, or
         * LivePerson's own example hosts when the caller used one of those; a fixed `host[:port]`; or a map from
         * service to `host[:port]`.
         */
        baseUri?: string | Readonly<Record<string, string>> | undefined;
        /** Services to list in addition to those that are known to exist (D62). Default: none. */
        extraServices?: readonly string[] | undefined;
        /** HTTP status for an unknown account (decision D18). Default: `401`. */
        unknownAccountStatus?: 401 | 400 | 404 | undefined;
      }
    | undefined;
  /**
   * What LivePerson Functions answer: bodies by the UUID of the function, or by the id of the event, for every account.
   * A function that is not here gives back the `payload` that it was invoked with. Default: none.
   */
  functions?: Readonly<Record<string, unknown>> | undefined;
  /** The IDP. */
  idp?:
    | {
        /**
         * The connector that `default` stands for. `null` (default): the preferred customer connector, else the first
         * one, else the anonymous one (D29).
         */
        defaultConnectorId?: number | null | undefined;
        /** `'byCode'` (default): statuses of decision D13; `'all500'`: 500 for every code. */
        errorStatus?: 'byCode' | 'all500' | undefined;
        /** Lifetime of an anonymous LP_EXT_JWT. Default: `600`. */
        extJwtLifetimeSeconds?: number | undefined;
        /** Lifetime of an anonymous LP_JWT. `null` (default): it expires with the token that it was made from (D16). */
        lpJwtLifetimeSeconds?: number | null | undefined;
        /** What the refresh window counts from (D14). Default: `'firstIssue'`. */
        refreshWindowAnchor?: 'firstIssue' | 'lastIssue' | undefined;
        /** Length of the refresh window. Default: `730`. */
        refreshWindowHours?: number | undefined;
        /** Lifetime of an LP_JWT of the old signup call (D42). Default: `410240040`. */
        signupLifetimeSeconds?: number | undefined;
      }
    | undefined;
  /**
   * What each answer says in `LP-Mock-Instance`, to tell mocks behind one address apart: letters, digits, `.`, `_` and
   * `-`, 64 at most. Default: none, and no such header.
   */
  instance?: string | undefined;
  /** The journal. */
  journal?:
    | {
        /**
         * How many calls of each account are kept; after that, the oldest is dropped. `0` keeps none. Default: `1000`.
         */
        entriesPerAccount?: number | undefined;
      }
    | undefined;
  /**
   * Your own signing keys, so that tokens of another mock are nothing here: RSA private JWKs of 2048 to 8192 bits with
   * a `kid`, under `sentinelV1`, `sentinelV2`, `sentinelIdToken`, `idp` and `customerLogin`. For the program it can be
   * a folder that `keys new` has made. Default: the development keys of `keys/`, which are public, for each that is not
   * given.
   */
  keys?:
    | {
        /** Signs AppJWTs of Sentinel V1, and ConsumerJWSs. */
        sentinelV1?: PrivateJwk | undefined;
        /** Signs AppJWTs of Sentinel V2. */
        sentinelV2?: PrivateJwk | undefined;
        /** Signs the id tokens of the code flow. */
        sentinelIdToken?: PrivateJwk | undefined;
        /** Signs LP_EXT_JWTs and LP_JWTs. */
        idp?: PrivateJwk | undefined;
        /**
         * Signs the id tokens of a customer's own login that the mock mints; the default connectors believe them by its
         * public half.
         */
        customerLogin?: PrivateJwk | undefined;
      }
    | undefined;
  /** What one mock may take. */
  limits?:
    | {
        /**
         * How much memory one mock may use in addition to what it uses when idle, in megabytes of the heap; at least
         * 10. A quarter is for the bodies of calls in progress: beyond that, the server answers 503. The rest is for
         * what is kept. When it is full, the mock frees a tenth and says so in the journal; it drops, in this order:
         * (1) the journal of the account that has been idle longest, down to a quarter, (2) accounts that were not
         * configured, (3) uploaded files, (4) closed conversations, (5) agents' sessions, (6) messages, (7) the rest
         * of the journals. It never drops an open conversation of a configured account: when only those are left, no
         * more can be opened. Default: `200`.
         */
        megabytes?: number | undefined;
        /**
         * How many accounts that nobody configured are kept; up to twice as many may be there. Past that, the one that
         * has been unused longest is forgotten with all it holds, and refusals say so. Default: `500`.
         */
        unconfiguredAccounts?: number | undefined;
      }
    | undefined;
  /** Called after each call, with the call, its answer and the reason. The program writes its log lines with it. */
  onExchange?: ((exchange: Exchange) => void) | undefined;
  /**
   * Send `LP-Mock-Reason` with refusals, and `LP-Mock-Deviation` where only this mock accepts the call. Default:
   * `true`.
   */
  reasonHeader?: boolean | undefined;
  /** Makes ids repeatable; with a frozen clock two processes answer alike, byte for byte. Default: random ids. */
  seed?: string | number | undefined;
  /** The Send API. */
  sendApi?:
    | {
        /** Whether AppJWTs of Sentinel V2 are accepted (D45). Default: `true`. */
        acceptV2AppJwt?: boolean | undefined;
        /** HTTP status when the consumer already has an open conversation (D21). Default: `400`. */
        duplicateConversationStatus?: 400 | 200 | undefined;
        /** Whether the five error bodies carry the request's id (D27). Default: `false`. */
        errorRespReqId?: boolean | undefined;
        /** The answer for a conversation of another consumer (D20). Default: `'40103'`. */
        foreignConversation?: '40103' | 'badRequest' | undefined;
        /** Longest request on `/send`, in characters (D49). Default: `5000`. */
        maxRequestChars?: number | undefined;
        /** Error code for a missing AppJWT: the table's `40105` (default) or the worked example's `40104` (D1). */
        missingAppJwtErrorCode?: 40105 | 40104 | undefined;
        /** HTTP status and `code` of error 40001 (D2). Default: `400`. */
        missingClaimStatus?: 400 | 401 | undefined;
        /** Scope that an AppJWT must have, or `null` for none (D5). Default: `'msg.consumer'`. */
        requiredScope?: string | null | undefined;
        /**
         * Refuse batches other than SetUserProfile followed by ConsumerRequestConversation (D22, D23). Default: `true`.
         */
        strictBatch?: boolean | undefined;
        /** Answer 404 when `v` is missing (D31). Default: `false`. */
        strictVersion?: boolean | undefined;
      }
    | undefined;
  /** Sentinel. */
  sentinel?:
    | {
        /** Take the client's credentials from an HTTP Basic header as well (D10). Default: `false`. */
        acceptBasicAuth?: boolean | undefined;
        /** Lifetime of an AppJWT (D43). Default: `3600`. */
        appJwtLifetimeSeconds?: number | undefined;
        /** Add `expires_in` to the V1 answer, which the real one lacks (D11). Default: `false`. */
        includeExpiresIn?: boolean | undefined;
        /** HTTP status of `invalid_client` (D6). Default: `401`. */
        invalidClientStatus?: 401 | 400 | 403 | undefined;
        /** Publish the V1 key after the V2 key (D28). Default: `true`. */
        jwksIncludesV1?: boolean | undefined;
        /** Refuse a call without `v` on the V1 path (D8). Default: `false`. */
        strictVersion?: boolean | undefined;
      }
    | undefined;
  /** Where the server listens and what it lets browsers do. */
  server?:
    | {
        /** Answer browsers of any origin (D60). Default: `true`. */
        cors?: boolean | undefined;
        /** Host to listen on. Default: `'localhost'`, which is 127.0.0.1 and ::1. */
        host?: string | undefined;
        /** Port to listen on; 0 picks a free one. Default: `4407`. */
        port?: number | undefined;
        /**
         * Whether the same port also answers https (D30). `true` (default): with a certificate of the development CA,
         * which is made when it is first needed. `false`: http only. Or your own certificate and its key, each as PEM
         * or as the path of a PEM file.
         */
        tls?: boolean | { readonly certificate: string; readonly key: string } | undefined;
      }
    | undefined;
  /** Turns on every strict option, and refuses what LivePerson's pages do not allow. Default: `false`. */
  strict?: boolean | undefined;
  /** Checking of tokens. */
  tokens?:
    | {
        /** How long a token is still valid after `exp`, and already valid before `nbf` (D39). Default: `0`. */
        clockToleranceSeconds?: number | undefined;
      }
    | undefined;
  /** The messaging sockets. Their times are the mock's. */
  ums?:
    | {
        /** Close a socket when the consumer's token or the agent's session expires (D54). Default: `true`. */
        closeOnExpiry?: boolean | undefined;
        /** Close a socket that was quiet for so long, in milliseconds; `0`: never (D54). Default: `0`. */
        idleTimeoutMs?: number | undefined;
        /**
         * How long a consumer's socket has to authenticate, in milliseconds; `0`: for ever (D24). Default: `5000`.
         */
        initTimeoutMs?: number | undefined;
      }
    | undefined;
  /** Files that are sent in conversations. They are kept in memory. */
  uploads?:
    | {
        /** How many bytes the files of one account may have together. Default: `20000000`. */
        maxAccountBytes?: number | undefined;
        /** How many bytes one file may have; 3 MB are documented. Default: `3000000`. */
        maxFileBytes?: number | undefined;
        /** How long the URL of an upload or a download is valid. Default: `60`. */
        urlLifetimeSeconds?: number | undefined;
      }
    | undefined;
  /**
   * How the mock waits for the delay of a fault, in milliseconds. Default: the platform's `setTimeout` as it was when
   * this package was loaded, so that fake timers do not block a call.
   */
  wait?: ((ms: number) => Promise<void>) | undefined;
  /** The webhooks that app installations ask for. */
  webhooks?:
    | {
        /** How long a receiver's connection may take, in milliseconds of the wall's time. Default: `5000`. */
        connectTimeoutMs?: number | undefined;
        /**
         * Hosts other than this machine that the server delivers to, with or without a port (D68): for instance the
         * name of a container. Default: none, so that nothing leaves the machine.
         */
        hosts?: readonly string[] | undefined;
        /** How deliveries are signed (D58). Default: `'sha1'`. */
        signature?: 'sha1' | 'sha256' | undefined;
        /**
         * How long an attempt may take until its endpoint counts as slow, in milliseconds of the wall's time. An
         * endpoint that is slow at each attempt of two minutes of the mock's time is disabled (D58). Over the sum of
         * the two timeouts: never. Default: `2500`.
         */
        slowMs?: number | undefined;
        /**
         * How long a receiver may take for its whole answer, in milliseconds of the wall's time (D58). Default: `5000`.
         */
        timeoutMs?: number | undefined;
      }
    | undefined;
}
