import type { AccountsPort } from '../../domain/ports/accounts';
import type { PrismaClient } from '../../prisma/generated/client';

export function prismaAccounts(prisma: PrismaClient): AccountsPort {
  return {
    async add({ id, login, name, roles, passwordHash }) {
      const { count } = await prisma.users.createMany({
        data: [{ public_id: id, login, name, roles: [...roles], password_hash: passwordHash }],
        skipDuplicates: true,
      });
      return count === 1;
    },
    exists: async (login) => (await prisma.users.count({ where: { login } })) > 0,
  };
}
