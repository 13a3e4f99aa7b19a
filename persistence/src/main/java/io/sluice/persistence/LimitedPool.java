package io.sluice.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections on which every transaction begins with its limits, whoever begins it. */
final class LimitedPool extends HikariDataSource {
  private final TransactionLimits limits;

  LimitedPool(HikariConfig config, TransactionLimits limits) {
    super(config);
    this.limits = limits;
  }

  @Override
  public Connection getConnection() throws SQLException {
    var connection = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            LimitedPool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(connection, method, arguments));
  }

  private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    try {
      var result = method.invoke(connection, arguments);
      if (method.getName().equals("setAutoCommit") && arguments[0].equals(false)) {
        limits.set(connection);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
