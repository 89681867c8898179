// Loaded before a bundle (`--import`): whoever opens a connection or asks for a name ends the process with code 3.
import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const refuse = (what) => (target) => {
  console.error(`network: ${what} ${JSON.stringify(target)}`)
  process.exit(3)
}
net.Socket.prototype.connect = refuse('connect')
net.Server.prototype.listen = refuse('listen')
dgram.Socket.prototype.send = refuse('send')
dgram.Socket.prototype.bind = refuse('bind')
dns.lookup = refuse('lookup')
dns.promises.lookup = refuse('lookup')
syncBuiltinESMExports()
