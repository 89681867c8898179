import { gunzipSync } from 'node:zlib'

/**
 * The empty database that the embedded engine starts from, made by scripts/make-engine-seed.mjs. The engine's own has no
 * index on the stream's records and never trims them: each write looks for the last sequence number in all of them, so
 * that after 20,000 records it writes 90 items a second instead of 800. This one has the index, forgets records after
 * seven days (DynamoDB: after one) and with their table.
 */
const gzipped = [
  'H4sIAAAAAAACA+3aTXPaRhgHcOEX3jopaS+eDoc+F4+hTjy4753GM1XM2mWKhSPkJO5lR0ZrvI2QsLSQ+ujkkGO/Tr5Cv0smvfbY',
  'EQgbhDH2scz/N+NBoGdXzz67rC1w81ldKkGnftCxFX2jPdSWlrRfiDRNy8Y/IxlN01bGnqe0+bLaViv1oPCvlku/1wo7hb8/+a7w',
  'aU7P/pNtZ35Pv9cAAADu5fLLXKa4Xsy+yalAttsi4KEKhN3hTuB3ubJPXBHumky3GFlmbX+fmTQeQfqexUyqsjqzGDUMipvQU7Zf',
  'M/I0OrNnNg6uGgai5QdOSC9+ZSajQQPu2R1BO9SoV7euX/g5z4zqm3w2U1zfzL5tJDJUgewkupyRaRQZZ1ozmsy0BplOZ2OQwV5s',
  'SYfWabtSqdAOVe4ykDzFQ5EOPaFSk9XZrkUHNaMknfKNLcq0SV9HV9CNKrUCYSvhcFvRk0ECYy88ph/oK/rx+28rlUExLlczmbWN',
  'zdQlk54j/hx16wfOdV3ia2TjYtSMKntJE5E3Db90XfZHtKs3rVIoznvCawnu9TonIiC9STXDYvvMLJcP0+m1zc3U8XC2z12pBB/F',
  'J55mRpOiP60zSpwsDa4XivPy2/PVTNTluy+GiUyml3ianuhzaih5SpDOKHU6NGsHunlMv7Fj0o+sRs3YNdkBM6xHU63GVqbFXlpk',
  'NCwyjur16UjRF566U+QrcRHyP0Lfmxfoiddcduz2sMfp877r3Ho+OXtzLhee2YHDpTMvbmxtjio6O7gXioBLR3hKqotBzxMh5XfP',
  'lzNrxWLqr+VhqYerKX5YmZzjeF8pzZ2lsQm+sfw8bJ2Jjj1voLZSgTzpKcEdcSo9qaTvhfMatUM5FT4d5d4pKl7UwovGd71+q2xP',
  'P6pbVJnZoi/Fa64uuuL2jl37RLgzQpRy+VUBbom5R3L3WjijLcBWvUTNry6xoe9atedsY7rxiXRd6bV5x3fiJXHV5lA/5ofM5CZ7',
  'dsSa1g2Nu4Hfl6H0PeFwdRb4vfZZt6dmlcBuz5y9UPCwK1ryVLbsaJpndhGNtOXa4ayeHOGKqAPeDXwlWoPDe9Td97gjOrZ3p+FE',
  'ucR7wPTpvmgpP+DDXzzJ9Tv5xn68kl7TiyltEBtv+XZP+cO2o/f5dnyweplLDfaBSxmXw/dOZTt+WJrcB4Yv3rAPvBIXd9gA+rbb',
  'S2zSidSXbk09Tm07Plge3ds/iG7kCx+0wgf8TQkAAAAAAACwCD5PLZcLw08ReV8E0adFP+UH9/8ftcJH1AcAAAAAAABgMXy2XM5N',
  'fgAQff+vPURlAAAAAAAAABZZHvf/AAAAAAAAAAsP3/8DAAAAAAAA4P4fAAAAAAAAAP7/8P//AAAAAAAAAIvvP027CNUAgAAA',
]

export const engineSeed = (): Buffer => gunzipSync(Buffer.from(gzipped.join(''), 'base64'))
