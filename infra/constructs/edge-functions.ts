/** The one document that all pages of the console are; also what CloudFront asks for at the root. */
export const documentName = 'index.html'

/**
 * What CloudFront runs before it looks for a page of the console, the same as `local/console-files.ts` does: who is not signed in
 * goes to sign in and comes back, everybody else gets the one document. Whether a sign-in still holds is the API's to say; the
 * console goes the same way at its first 401.
 * @returns a program for CloudFront's own JavaScript (cloudfront-js-2.0), which has no modules and no `URL`
 */
export const pageFunctionCode = (cookie: string, signInPath: string): string => `
function searchOf(query) {
  var parts = [];
  for (var name in query) {
    var values = query[name].multiValue || [query[name]];
    for (var i = 0; i < values.length; i++) parts.push(name + '=' + values[i].value);
  }
  return parts.length === 0 ? '' : '?' + parts.join('&');
}

function handler(event) {
  var request = event.request;
  if (request.cookies[${JSON.stringify(cookie)}]) {
    request.uri = ${JSON.stringify(`/${documentName}`)};
    return request;
  }
  var page = request.uri === ${JSON.stringify(`/${documentName}`)} ? '/' : request.uri;
  return {
    statusCode: 302,
    statusDescription: 'Found',
    headers: {
      location: { value: ${JSON.stringify(`${signInPath}?to=`)} + encodeURIComponent(page + searchOf(request.querystring)) },
      'cache-control': { value: 'no-store' },
    },
  };
}
`

/**
 * What CloudFront runs before it asks the API: says from where the request comes, over whatever the browser says itself.
 * @param header in lower case
 */
export const viewerFunctionCode = (header: string): string => `
function handler(event) {
  var request = event.request;
  request.headers[${JSON.stringify(header)}] = { value: event.viewer.ip };
  return request;
}
`
