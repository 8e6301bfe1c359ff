/** Of the door that the bench opens; it is on loopback, for as long as a measurement lasts. */
export const token = 'b'.repeat(43);
