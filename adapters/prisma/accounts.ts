import type { AccountsPort } from '../../domain/ports/accounts';
import type { PrismaClient } from '../../prisma/generated/client';

export function prismaAccounts(prisma: PrismaClient): AccountsPort {
  return {
    async add({ id, login, name, roles, channel, passwordHash }) {
      const { count } = await prisma.users.createMany({
        data: [{ public_id: id, login, name, roles: [...roles], channel_code: channel, password_hash: passwordHash }],
        skipDuplicates: true,
      });
      return count === 1;
    },
    exists: async (login) => (await prisma.users.count({ where: { login } })) > 0,
  };
}
