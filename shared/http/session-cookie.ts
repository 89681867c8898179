/** The cookie that holds a browser's sign-in. */
export const sessionCookie = 'tieline_session'
