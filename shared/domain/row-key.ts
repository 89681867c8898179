/** The row of what has no known source. */
export const unknownKey = '(unknown)'
/** The row of a known source that lacks the dimension. */
export const noneKey = '(none)'
