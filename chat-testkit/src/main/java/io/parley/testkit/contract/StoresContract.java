package io.parley.testkit.contract;

/**
 * What the contracts of the stores have in common.
 *
 * @since 0.1
 */
public interface StoresContract {
  /**
   * The stores under test: empty when a test begins, the same ones all through that test, with a
   * directory that knows exactly {@link io.parley.testkit.fixture.Fixture#users()}.
   */
  Stores stores();
}
