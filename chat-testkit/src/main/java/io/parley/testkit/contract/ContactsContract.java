package io.parley.testkit.contract;

import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ContactStore;

/** What the contracts of contact requests and of blocks have in common. */
public interface ContactsContract extends StoresContract {
  /** Over the same data as {@link #stores}. */
  ContactStore contacts();

  /** Over the same data as {@link #stores}. */
  BlockStore blocks();
}
