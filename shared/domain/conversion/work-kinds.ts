/** Due work: an operation to be told to a platform, */
export const conversionWork = 'conversion'
/** days whose enquiries are to be looked at anew, */
export const sweepWork = 'conversion-sweep'
/** a platform to be asked what it made of a request, */
export const processingWork = 'conversion-processing'
/** an enquiry to be looked at for what no change of the views tells: `{contact}`. */
export const lookWork = 'conversion-look'
