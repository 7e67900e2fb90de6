/** Broken and hostile clients: a seeded fuzz over real sockets, and the abuses with a name. */
@NullMarked
package io.parley.adapter.websocket.abuse;

import org.jspecify.annotations.NullMarked;
