/** The numbers of konsole/1, in one place (docs/protocol.md explains each). Bytes, milliseconds, UTF-16 units. No zod. */

export const limits = {
  /** Largest command body, bytes of JSON. */
  commandBytes: 8 * 1024 * 1024,
  /** Largest whole value of a snapshot's state, bytes of JSON. */
  snapshotBytes: 256 * 1024,
  /** A host sends at most this often … */
  hostBatchMs: 16,
  /** … or as soon as this much text waits. */
  hostBatchChars: 2 * 1024,
  /** What a host may have sent that the journal has not yet written. */
  hostUnwrittenBytes: 256 * 1024,
  /** Pace to a remote reader. */
  remotePaceMs: 40,
  /** A reader acknowledges after this many characters … */
  ackChars: 5_000,
  /** … or this long after the first one it has not acknowledged. */
  ackMs: 250,
  /** Characters in flight to a reader that acknowledges. */
  readerInFlightChars: 100_000,
  /** What may wait for one reader; past it a snapshot takes its place. With all that belongs to it, that is a megabyte. */
  readerQueueBytes: 896 * 1024,
  beatMs: 10_000,
  /** A reader that hears nothing for this long connects again. */
  readerSilenceMs: 25_000,
  reconnectFirstMs: 250,
  reconnectMaxMs: 30_000,
  /** A cursor with more events than this behind it gets a snapshot. */
  farBehindEvents: 5_000,
  /** One slice of catching up keeps the thread no longer than this. */
  catchUpSliceMs: 5,
  /** A provider that is silent this long is called stalled, and again at each doubling; one that sends nothing but signs of life, after three times as long. */
  stallMs: 20_000,
  /** A quick turn whose provider is silent this long before its first event goes over to the next model. */
  quickSilentMs: 10_000,
  /** No limit of a provider comes back later: where it seems to, a clock is wrong. */
  rateResetMs: 31 * 24 * 60 * 60 * 1000,
  /** How long a command's first answer is kept for repeats. */
  commandKeepMs: 7 * 24 * 60 * 60 * 1000,
  /** Longest session title, and title of a kontask on the index channel's snapshot, UTF-16 units. */
  titleChars: 120,
  /** Longest message, UTF-16 units (5 MB pastes pass, a command body bounds the rest). */
  messageChars: 6 * 1024 * 1024,
  /** How often a person may speak to one running turn. */
  turnSteers: 20,
  /** Longest shell line, also with hidden characters written out: whoever is asked sees all of it. */
  commandChars: 20_000,
  /** Rules that one approval may offer, and all that a session was granted, UTF-16 units. */
  approvalRuleChars: 4_000,
  grantChars: 32_000,
  /** What a person may say along with an answer to an approval. */
  noteChars: 4_000,
  /** Files that one message may bring. */
  messageBlobs: 20,
  /** Largest file that can be given to Konsole, bytes. */
  blobBytes: 50 * 1024 * 1024,
  /** Largest picture: what Anthropic's API takes. */
  pictureBytes: 5 * 1024 * 1024,
  /** Largest PDF: in base64 it is a third larger, and Anthropic's API takes requests of 32 MB; OpenAI's and Gemini's take 50. */
  pdfBytes: 20 * 1024 * 1024,
  /** Largest text file that goes along with a message, and all files of one session together: a request holds 32 MB. */
  textFileBytes: 1024 * 1024,
  sessionFilesBytes: 20 * 1024 * 1024,
  /** A deleted session can be brought back for this long. */
  deleteUndoMs: 10 * 60 * 1000,
  /** Longest parts of a kontask, UTF-16 units, and most of them. */
  kontaskTitleChars: 500,
  kontaskDescriptionChars: 20_000,
  kontaskOutputChars: 4 * 1024 * 1024,
  choiceChars: 20_000,
  kontaskChoices: 50,
  kontaskTags: 100,
  /** Largest kontask, bytes of JSON. */
  kontaskBytes: 6 * 1024 * 1024,
  /** All kontasks of one export, UTF-16 units of JSON: larger answers would stop whoever waits for them. */
  exportChars: 128 * 1024 * 1024,
  /** Those that need a decision which the index channel names; how many there are it always says. */
  askingKontasks: 200,
  /** Of one turn, as its place in the transcript shows them. */
  kontasksOfTurn: 50,
  /** Largest summary on the index channel, bytes of JSON. */
  indexSummaryBytes: 2 * 1024,
} as const;

/** Least and most of the numbers in settings.json, for the check there and for the words in a window. */
export const settingBounds = {
  laneHosts: { min: 1, max: 16 },
  hostMemoryMb: { min: 128, max: 65_536 },
  memoryMb: { min: 256, max: 262_144 },
  /** Models that are asked after the quick one. */
  fallbackModels: 8,
} as const;
