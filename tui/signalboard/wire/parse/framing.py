"""How parent and worker speak: a length (four bytes, big-endian), and as much JSON."""

import struct

LENGTH = struct.Struct(">I")
LONGEST_ANSWER = 64 << 20
